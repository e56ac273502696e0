// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Sink;
import io.ringbus.function.KeySelector;
import io.ringbus.operators.GlobalKey;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.policy.Time;
import java.util.function.ToDoubleFunction;

/**
 * Windows of event time over all records of a stream. {@link #groupBy} splits each window by a key.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class WindowedStream<T> {
    private final Stream<T> stream;
    private final Span span;

    WindowedStream(final Stream<T> stream, final Span span) {
        this.stream = stream;
        this.span = span;
    }

    /** Starts a window every {@code slide} instead of every span. */
    public WindowedStream<T> every(final Time slide) {
        return new WindowedStream<>(stream, span.every(slide.spanNs()));
    }

    /** Shifts the windows so that one of them starts at {@code offsetNs}. */
    public WindowedStream<T> offset(final long offsetNs) {
        return new WindowedStream<>(stream, span.offset(offsetNs));
    }

    /** Splits each window by a key: one result per key and window. */
    public <K> KeyedWindowedStream<K, T> groupBy(final KeySelector<T, K> key) {
        return stream.keyBy(key).window(span);
    }

    /** Takes records into a window until the watermark is this far past its end, as {@link KeyedWindowedStream#lateness}. */
    public WindowedStream<T> lateness(final Time allowed) {
        return new WindowedStream<>(stream, span.lateness(allowed.spanNs()));
    }

    /** Sends late records to {@code sink}, on the thread of the window's stage. */
    public KeyedWindowedStream<GlobalKey, T> late(final Sink<? super T> sink) {
        return global().late(sink);
    }

    /** Number of records. */
    public Stream<WindowResult<GlobalKey, Long>> count() {
        return global().count();
    }

    /** Mean of a field. */
    public Stream<WindowResult<GlobalKey, Double>> mean(final ToDoubleFunction<? super T> field) {
        return global().mean(field);
    }

    /** Any aggregate; several in one pass with {@link Aggregate#and}. */
    public <R> Stream<WindowResult<GlobalKey, R>> aggregate(final Aggregate<T, R> aggregate) {
        return global().aggregate(aggregate);
    }

    /** Sum of a field; the other fields are those of the window's first record. */
    public Stream<T> sum(final ToDoubleFunction<? super T> field) {
        return global().sum(field);
    }

    /** Minimum of a field; the other fields are those of the window's first record. */
    public Stream<T> min(final ToDoubleFunction<? super T> field) {
        return global().min(field);
    }

    /** Maximum of a field; the other fields are those of the window's first record. */
    public Stream<T> max(final ToDoubleFunction<? super T> field) {
        return global().max(field);
    }

    /** The record with the lowest {@code field}; the first of equals. */
    public Stream<T> minBy(final ToDoubleFunction<? super T> field) {
        return global().minBy(field);
    }

    /** The record with the highest {@code field}; the first of equals. */
    public Stream<T> maxBy(final ToDoubleFunction<? super T> field) {
        return global().maxBy(field);
    }

    private KeyedWindowedStream<GlobalKey, T> global() {
        return new KeyedWindowedStream<>(stream, Keying.global(stream.nodeName()), span, null);
    }
}
