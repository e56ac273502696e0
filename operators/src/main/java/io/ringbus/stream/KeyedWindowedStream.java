// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Sink;
import io.ringbus.codec.AddressCodec;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Windows of event time, one key each. A result comes out when the watermark passes the window's end; empty windows do not
 * come out; records that come too late for every window of theirs are counted, and sent to {@link #late} if that is set.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class KeyedWindowedStream<K, T> extends Windows<K, T> {
    private final Stream<T> stream;
    private final Task.Keys<K, T> keys;
    private final WindowBounds.Aligned bounds;
    private final Telling<T> telling;
    private final @Nullable GroupedWindows<?, K, T> parts;

    /** {@code parts}: the windows of which these are parts, where they are not windows of their own. */
    KeyedWindowedStream(
            final Stream<T> stream,
            final Task.Keys<K, T> keys,
            final WindowBounds.Aligned bounds,
            final Telling<T> telling,
            final @Nullable GroupedWindows<?, K, T> parts) {
        this.stream = stream;
        this.keys = keys;
        this.bounds = bounds;
        this.telling = telling;
        this.parts = parts;
    }

    /** Starts a window every {@code slide} instead of every span. */
    public KeyedWindowedStream<K, T> every(final Time slide) {
        return with(bounds.every(slide.spanNs()));
    }

    /** Keeps the records of the span and tells them when one of these fires, as in {@link PolicyWindowedStream#every}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<K, T> every(
            final TriggerPolicy<? super T> first, final TriggerPolicy<? super T>... more) {
        if (!telling.equals(Telling.once()) || !bounds.equals(WindowBounds.Aligned.tumbling(bounds.sizeNs()))) {
            throw new IllegalArgumentException("stream '" + stream.nodeName()
                    + "': offset, zone, lateness, late, early and a second every belong to windows of event time alone:"
                    + " leave them out where a policy tells the window");
        }
        return new PolicyWindowedStream<>(
                stream, keys, List.of(new Time(bounds.sizeNs())), PolicyWindowedStream.listed(first, more));
    }

    /** Shifts the windows so that one of them starts at {@code offsetNs}. */
    public KeyedWindowedStream<K, T> offset(final long offsetNs) {
        return with(bounds.offset(offsetNs));
    }

    /**
     * Makes them consist of days of {@code zone}, from midnight to midnight there or, with an offset, from that time of day:
     * {@code window(Time.of(1, DAYS)).zone(ZoneId.of("Europe/London"))}. A day on which clocks change has 23 or 25 hours.
     */
    public KeyedWindowedStream<K, T> zone(final ZoneId zone) {
        return with(bounds.zone(zone));
    }

    /**
     * Takes records into a window until the watermark is this far past its end: each of them tells the window again at once,
     * with the whole updated result.
     */
    public KeyedWindowedStream<K, T> lateness(final Time allowed) {
        return with(telling.lateness(allowed.spanNs()));
    }

    /**
     * Tells what a window holds with every so manieth of its records, before its end. Such results are marked early; the final
     * one follows.
     */
    public KeyedWindowedStream<K, T> early(final Count every) {
        return with(telling.early(every));
    }

    /** Tells by the clock what the windows of a key hold, before their end, if a record of the key came; marked early. */
    public KeyedWindowedStream<K, T> early(final ProcessingTime every) {
        return with(telling.early(every));
    }

    /** Sends late records to {@code sink}, on the thread of the window's stage. */
    public KeyedWindowedStream<K, T> late(final Sink<? super T> sink) {
        return with(telling.late(sink));
    }

    private KeyedWindowedStream<K, T> with(final WindowBounds.Aligned newBounds) {
        return new KeyedWindowedStream<>(stream, keys, newBounds, telling, null);
    }

    private KeyedWindowedStream<K, T> with(final Telling<T> newTelling) {
        return new KeyedWindowedStream<>(stream, keys, bounds, newTelling, null);
    }

    @Override
    <O> Stream<O> then(final WindowStep<K, T, O> step, final RecordType<O> output) {
        bounds.slices(stream.pipeline().slicesMax()); // so that a mistake shows where it is made, not at the start
        return timed(stream, keys, bounds, telling, step, output);
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
    AddressCodec<K> keyCodec() {
        return keys.codec();
    }

    @Override
    public <R> WindowStream<?, R> mapWindow(final WindowFunction<K, T, R> function) {
        return windowed(new WindowStep.Each<>(function), RecordType.unknown());
    }

    @Override
    public WindowStream<?, T> reduceWindow(final ReduceFunction<T> function) {
        return windowed(reducing(function), type());
    }

    private <R> WindowStream<?, R> windowed(final WindowStep<K, T, R> step, final RecordType<R> type) {
        return parts == null ? WindowStream.of(this, step, type) : parts.after(step, type, () -> then(step, type));
    }
}
