// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.function.FoldFunction;
import io.ringbus.function.KeySelector;
import io.ringbus.function.LambdaTypes;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowShape;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.aggregate.FieldAggregate;
import java.lang.invoke.MethodType;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What can be made of windows, whatever cuts them: one result for each, or with {@link #mapWindow} any number. Empty windows
 * have none.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 *
 * @param <K> key of a window
 * @param <T> record in a window
 */
public abstract sealed class Windows<K, T>
        permits KeyedWindowedStream,
                WindowedStream,
                SessionWindowedStream,
                PolicyWindowedStream,
                GroupedWindows,
                ChainedWindows {
    Windows() {}

    /** Adds the vertex that takes {@code step} with each window. */
    abstract <O> Stream<O> then(WindowStep<K, T, O> step, RecordType<O> output);

    /** The stream that is cut into windows. */
    abstract Stream<?> source();

    /** What is known of the records. */
    abstract RecordType<T> type();

    /** Codec of the keys, or null where none is known. */
    abstract @Nullable AddressCodec<K> keyCodec();

    /** Number of records. */
    public Stream<WindowResult<K, Long>> count() {
        return aggregate(Aggregates.count());
    }

    /** Mean of a field. */
    public Stream<WindowResult<K, Double>> mean(final ToDoubleFunction<? super T> field) {
        return aggregate(Aggregates.mean(field));
    }

    /** Any aggregate; several in one pass with {@link Aggregate#and}. */
    @SuppressWarnings("unchecked")
    public <R> Stream<WindowResult<K, R>> aggregate(final Aggregate<T, R> aggregate) {
        final Stream<WindowResult<K, R>> results =
                then(new WindowStep.Total<>(aggregate, WindowShape.whole()), RecordType.unknown());
        final Class<?> type = aggregate.resultType();
        final AddressCodec<K> key = keyCodec();
        if (type == Object.class || key == null) {
            return results;
        }
        try {
            return results.known(new WindowResultCodec<>(key, (AddressCodec<R>) Codecs.ofType(type)));
        } catch (final IllegalArgumentException noCodec) { // an error only if these results ever meet a ring
            return results;
        }
    }

    /** Sum of a field; the other fields are those of the window's first record. */
    public Stream<T> sum(final ToDoubleFunction<? super T> field) {
        return field("sum", field, FieldAggregate.Kind.SUM);
    }

    /** Minimum of a field; the other fields are those of the window's first record. */
    public Stream<T> min(final ToDoubleFunction<? super T> field) {
        return field("min", field, FieldAggregate.Kind.MIN);
    }

    /** Maximum of a field; the other fields are those of the window's first record. */
    public Stream<T> max(final ToDoubleFunction<? super T> field) {
        return field("max", field, FieldAggregate.Kind.MAX);
    }

    /** The record with the lowest {@code field}; the first of equals. */
    public Stream<T> minBy(final ToDoubleFunction<? super T> field) {
        return values(Aggregates.minBy(codec("minBy"), field));
    }

    /** The record with the highest {@code field}; the first of equals. */
    public Stream<T> maxBy(final ToDoubleFunction<? super T> field) {
        return values(Aggregates.maxBy(codec("maxBy"), field));
    }

    /** Joins the records of a window into one; {@code function} is associative. */
    public Stream<T> reduce(final ReduceFunction<T> function) {
        return values(Reduction.aggregate(codec("reduce"), function));
    }

    /** Adds the records of a window, in their order, to a value that begins as {@code initial}, a Java record. */
    public <A> Stream<A> fold(final A initial, final FoldFunction<T, A> function) {
        final RecordType<A> type = RecordType.of(initial.getClass());
        return then(
                new WindowStep.Fold<>(initial, function, type.codec(source().nodeName(), "the value of fold")), type);
    }

    /**
     * Makes any number of results out of all the records of a window. What comes out is a stream, and still knows its windows:
     * more can be made of the results of one and the same window.
     */
    public abstract <R> WindowStream<?, R> mapWindow(WindowFunction<K, T, R> function);

    /** Joins the records of a window into one, which still knows its window. */
    public abstract WindowStream<?, T> reduceWindow(ReduceFunction<T> function);

    static <K, T> WindowStep<K, T, T> reducing(final ReduceFunction<T> function) {
        return new WindowStep.Reduce<>(function);
    }

    /** What {@code key}'s lambda tells of the records that it takes, where nothing else does. */
    static <T> RecordType<T> learned(final RecordType<T> known, final KeySelector<T, ?> key) {
        final MethodType signature = LambdaTypes.of(key);
        return signature == null
                ? known
                : known.or(RecordType.of(signature.wrap().parameterType(0)));
    }

    /** Adds the vertex of windows of event time. */
    static <K, T, O> Stream<O> timed(
            final Stream<T> stream,
            final Task.Keys<K, T> keys,
            final WindowBounds<? super T> bounds,
            final Telling<T> telling,
            final WindowStep<K, T, O> step,
            final RecordType<O> output) {
        if (telling.isEarly() && !step.marksEarly()) {
            throw new IllegalArgumentException("stream '" + stream.nodeName()
                    + "': early results of this word could not be told from final ones: use count, mean or aggregate,"
                    + " whose results say early, or mapWindow, whose window does");
        }
        return stream.then(
                step instanceof WindowStep.Total<K, T, ?, O> total
                        ? total(keys, bounds, telling, total)
                        : new Task.KeptWindow<>(keys, bounds, telling, step, stream.codec("mapWindow, and fold,")),
                output);
    }

    private static <K, T, R, O> Task total(
            final Task.Keys<K, T> keys,
            final WindowBounds<? super T> bounds,
            final Telling<T> telling,
            final WindowStep.Total<K, T, R, O> total) {
        return new Task.Window<>(keys, bounds, telling, total.aggregate(), total.shape());
    }

    AddressCodec<T> codec(final String purpose) {
        return type().codec(source().nodeName(), purpose);
    }

    private Stream<T> field(
            final String word, final ToDoubleFunction<? super T> field, final FieldAggregate.Kind kind) {
        return values(Fields.aggregate(source().nodeName(), codec(word), field, kind));
    }

    private Stream<T> values(final Aggregate<T, T> aggregate) {
        return then(new WindowStep.Total<>(aggregate, WindowShape.value()), type());
    }
}
