// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.SchemaId;
import java.util.function.BiFunction;

/**
 * A summary of many records in a fixed number of bytes. The accumulator is its own serialized form: it is updated in place
 * in keyed state, copied into a snapshot as is, and never becomes an object.
 *
 * <p>Built-in aggregates are Java records, whose fields the compiler trusts and folds; make yours one, or build it from
 * records and lambdas with {@code Aggregates.of}.
 *
 * <p><b>Layout.</b> {@link #accumulatorBytes()} bytes at a native address aligned to 8; all zero means "no records yet".
 * <p><b>Threading.</b> Stage thread. An aggregate keeps no state of its own.
 * <p><b>Allocation.</b> None in {@link #add} and {@link #merge}.
 * <p><b>Laws.</b> {@link #merge} is associative, and a zeroed accumulator is its identity on either side; where
 * {@link #subtractable()}, {@code merge(a, b)} then {@code subtract(a, b)} leaves {@code a} as it was.
 * <p><b>Source.</b> Lift, combine and lower of Tangwongsan et al., <i>General Incremental Sliding-Window Aggregation</i>,
 * VLDB 2015; sharing by slices as in Traub et al., <i>Efficient Window Aggregation with General Stream Slicing</i>, EDBT 2019.
 *
 * @param <T> record summarised
 * @param <R> what it comes to
 */
public interface Aggregate<T, R> {
    /** Width of the accumulator in bytes; constant, a multiple of 8. */
    int accumulatorBytes();

    /** Adds one record to the accumulator at address {@code accumulator}. */
    void add(T record, long timestampNs, long accumulator);

    /** Adds the records summarised at {@code right}, which came later, to those at {@code left}; {@code right} is unchanged. */
    void merge(long left, long right);

    /** What the records come to; called only after at least one was added. */
    R result(long accumulator);

    /**
     * What an accumulator's bytes mean: stored with every snapshot, and one with another id is refused. Of an aggregate that is
     * a Java record it is made from its class, its numbers and its codecs; so give it a fixed one before you rename the class.
     */
    default int schemaId() {
        return SchemaId.of(this);
    }

    /** Whether {@link #subtract} works. */
    default boolean subtractable() {
        return false;
    }

    /** Takes the records summarised at {@code right} out of those at {@code left} again. */
    default void subtract(final long left, final long right) {
        throw new UnsupportedOperationException("aggregate " + this + " cannot subtract");
    }

    /** Class of the result where it is known, so that a codec can be found for it; {@code Object.class} otherwise. */
    default Class<?> resultType() {
        return Object.class;
    }

    /**
     * This aggregate and another in one pass over the records, joined by {@code combine} when they are told.
     *
     * <p><b>Failure.</b> Where a function of the other throws, this one has added the record already.
     */
    default <S, X> Aggregate<T, X> and(
            final Aggregate<? super T, S> other, final BiFunction<? super R, ? super S, ? extends X> combine) {
        return new Both<>(this, other, combine);
    }
}
