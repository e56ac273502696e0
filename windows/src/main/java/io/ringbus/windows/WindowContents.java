// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.state.CellImage;
import io.ringbus.windows.policy.Kept;

/**
 * What a window over policies holds of the records of one key, and how it is told. A Java record, so that the compiler
 * trusts its fields.
 *
 * <p><b>Layout.</b> {@link #bytes()} bytes at a native address aligned to 8; all zero means "no records".
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Failure.</b> {@link #add} either takes the record and lets the others go, or throws and changes nothing.
 *
 * @param <K> key
 * @param <T> record read
 * @param <O> record emitted
 */
public interface WindowContents<K, T, O> extends CellImage, AutoCloseable {
    /** Bytes in the cell of a key. */
    int bytes();

    /** What these bytes mean, and those that hang on them. */
    int schemaId();

    /** The records held, for an eviction to judge. */
    Kept<T> kept(long at);

    /** Adds a record that came at processing time {@code arrivalNs}, and lets the {@code leaving} oldest go. */
    void add(T record, long timestampNs, long arrivalNs, long at, long leaving);

    /** Lets the {@code leaving} oldest go. */
    void drop(long at, long leaving);

    /** Remembers what {@link #undoAdd} needs: the next call is {@link #add}. */
    void beforeAdd(long at);

    /** Takes the record just added out again, and puts those back that went. */
    void undoAdd(long at, long left);

    /** How many records are held. */
    long size(long at);

    /** Emits what the records come to, with the timestamp given; changes nothing that is held. */
    void tell(K key, long at, long timestampNs, Output<O> output) throws Exception;

    /**
     * Emits what the records but the {@code leaving} oldest come to, which are not all, marked as early; changes nothing, not
     * even how they are held.
     */
    void answer(K key, long at, long leaving, long timestampNs, Output<O> output) throws Exception;

    /** Lets all records go. */
    void clear(long at);

    @Override
    void close();
}
