// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Sink;
import io.ringbus.codec.AddressCodec;
import io.ringbus.function.KeySelector;
import io.ringbus.function.ReduceFunction;
import io.ringbus.operators.GlobalKey;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Windows of event time over all records of a stream. {@link #groupBy} splits each window by a key.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class WindowedStream<T> extends Windows<GlobalKey, T> {
    private final Stream<T> stream;
    private final WindowBounds.Aligned bounds;
    private final Telling<T> telling;

    WindowedStream(final Stream<T> stream, final WindowBounds.Aligned bounds, final Telling<T> telling) {
        this.stream = stream;
        this.bounds = bounds;
        this.telling = telling;
    }

    /** Starts a window every {@code slide} instead of every span. */
    public WindowedStream<T> every(final Time slide) {
        return new WindowedStream<>(stream, bounds.every(slide.spanNs()), telling);
    }

    /** Keeps the records of the span and tells them when one of these fires, as in {@link PolicyWindowedStream#every}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<GlobalKey, T> every(
            final TriggerPolicy<? super T> first, final TriggerPolicy<? super T>... more) {
        return global().every(first, more);
    }

    /** Shifts the windows so that one of them starts at {@code offsetNs}. */
    public WindowedStream<T> offset(final long offsetNs) {
        return new WindowedStream<>(stream, bounds.offset(offsetNs), telling);
    }

    /** Makes them consist of days of a time zone, as {@link KeyedWindowedStream#zone}. */
    public WindowedStream<T> zone(final ZoneId zone) {
        return new WindowedStream<>(stream, bounds.zone(zone), telling);
    }

    /** Splits each window by a key: one result per key and window. */
    public <K> KeyedWindowedStream<K, T> groupBy(final KeySelector<T, K> key) {
        return stream.keyBy(key).window(bounds, telling, new GroupedWindows<>(this, key));
    }

    /** Takes records into a window until the watermark is this far past its end, as {@link KeyedWindowedStream#lateness}. */
    public WindowedStream<T> lateness(final Time allowed) {
        return new WindowedStream<>(stream, bounds, telling.lateness(allowed.spanNs()));
    }

    /**
     * Tells what a window holds with every so manieth of its records, before its end. Such results are marked early; the final
     * one follows.
     */
    public WindowedStream<T> early(final Count every) {
        return new WindowedStream<>(stream, bounds, telling.early(every));
    }

    /** Tells by the clock what the windows of a key hold, before their end, if a record of the key came; marked early. */
    public WindowedStream<T> early(final ProcessingTime every) {
        return new WindowedStream<>(stream, bounds, telling.early(every));
    }

    /** Sends late records to {@code sink}, on the thread of the window's stage. */
    public WindowedStream<T> late(final Sink<? super T> sink) {
        return new WindowedStream<>(stream, bounds, telling.late(sink));
    }

    @Override
    <O> Stream<O> then(final WindowStep<GlobalKey, T, O> step, final RecordType<O> output) {
        return global().then(step, output);
    }

    @Override
    Stream<?> source() {
        return stream;
    }

    @Override
    RecordType<T> type() {
        return stream.type();
    }

    @Override
    @Nullable
    AddressCodec<GlobalKey> keyCodec() {
        return global().keyCodec();
    }

    @Override
    public <R> WindowStream<GlobalKey, R> mapWindow(final WindowFunction<GlobalKey, T, R> function) {
        return WindowStream.of(this, new WindowStep.Each<>(function), RecordType.unknown());
    }

    @Override
    public WindowStream<GlobalKey, T> reduceWindow(final ReduceFunction<T> function) {
        return WindowStream.of(this, reducing(function), type());
    }

    private KeyedWindowedStream<GlobalKey, T> global() {
        return new KeyedWindowedStream<>(stream, Keying.global(stream.nodeName()), bounds, telling, null);
    }
}
