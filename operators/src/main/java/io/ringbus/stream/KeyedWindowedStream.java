// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Sink;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowShape;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.aggregate.FieldAggregate;
import io.ringbus.windows.policy.Time;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Windows of event time, one key each. A result comes out when the watermark passes the window's end; empty windows do not
 * come out; records that come too late for every window of theirs are counted, and sent to {@link #late} if that is set.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class KeyedWindowedStream<K, T> {
    private final Stream<T> stream;
    private final Task.Keys<K, T> keys;
    private final Span span;
    private final @Nullable Sink<? super T> late;

    KeyedWindowedStream(
            final Stream<T> stream, final Task.Keys<K, T> keys, final Span span, final @Nullable Sink<? super T> late) {
        this.stream = stream;
        this.keys = keys;
        this.span = span;
        this.late = late;
    }

    /** Starts a window every {@code slide} instead of every span. */
    public KeyedWindowedStream<K, T> every(final Time slide) {
        return new KeyedWindowedStream<>(stream, keys, span.every(slide.spanNs()), late);
    }

    /** Shifts the windows so that one of them starts at {@code offsetNs}. */
    public KeyedWindowedStream<K, T> offset(final long offsetNs) {
        return new KeyedWindowedStream<>(stream, keys, span.offset(offsetNs), late);
    }

    /**
     * Takes records into a window until the watermark is this far past its end: each of them tells the window again at once,
     * with the whole updated result.
     */
    public KeyedWindowedStream<K, T> lateness(final Time allowed) {
        return new KeyedWindowedStream<>(stream, keys, span.lateness(allowed.spanNs()), late);
    }

    /** Sends late records to {@code sink}, on the thread of the window's stage. */
    public KeyedWindowedStream<K, T> late(final Sink<? super T> sink) {
        return new KeyedWindowedStream<>(stream, keys, span, sink);
    }

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
                window(aggregate, WindowShape.<K, R>whole(), RecordType.<WindowResult<K, R>>unknown());
        final Class<?> type = aggregate.resultType();
        if (type == Object.class) {
            return results;
        }
        try {
            return results.known(new WindowResultCodec<>(keys.codec(), (AddressCodec<R>) Codecs.ofType(type)));
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
        return values(Aggregates.minBy(stream.codec("minBy"), field));
    }

    /** The record with the highest {@code field}; the first of equals. */
    public Stream<T> maxBy(final ToDoubleFunction<? super T> field) {
        return values(Aggregates.maxBy(stream.codec("maxBy"), field));
    }

    private Stream<T> field(
            final String word, final ToDoubleFunction<? super T> field, final FieldAggregate.Kind kind) {
        return values(Fields.aggregate(stream.nodeName(), stream.codec(word), field, kind));
    }

    private Stream<T> values(final Aggregate<T, T> aggregate) {
        return window(aggregate, WindowShape.<K, T>value(), stream.type());
    }

    private <R, O> Stream<O> window(
            final Aggregate<T, R> aggregate, final WindowShape<K, R, O> shape, final RecordType<O> output) {
        return stream.then(
                new Task.Window<>(
                        keys, span.slices(stream.pipeline().slicesMax()), aggregate, shape, span.latenessNs(), late),
                output);
    }
}
