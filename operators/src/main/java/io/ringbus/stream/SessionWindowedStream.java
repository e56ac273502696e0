// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Sink;
import io.ringbus.codec.AddressCodec;
import io.ringbus.function.KeySelector;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;

/**
 * Windows of event time that end where no record follows for a gap, one key each. A result comes out when the watermark passes
 * the session's end. Records of one gap apart, or less, are in one session, and one that comes between two sessions joins
 * them.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class SessionWindowedStream<K, T> extends Windows<K, T> {
    private final Stream<T> stream;
    private final Task.Keys<K, T> keys;
    private final Session<? super T> session;
    private final Telling<T> telling;

    SessionWindowedStream(
            final Stream<T> stream,
            final Task.Keys<K, T> keys,
            final Session<? super T> session,
            final Telling<T> telling) {
        this.stream = stream;
        this.keys = keys;
        this.session = session;
        this.telling = telling;
    }

    /**
     * Takes records into a session until the watermark is this far past its end: one that comes after the session was told
     * tells it again at once, with the whole updated result and perhaps other bounds.
     */
    public SessionWindowedStream<K, T> lateness(final Time allowed) {
        return with(telling.lateness(allowed.spanNs()));
    }

    /**
     * Tells what a window holds with every so manieth of its records, before its end. Such results are marked early; the final
     * one follows.
     */
    public SessionWindowedStream<K, T> early(final Count every) {
        return with(telling.early(every));
    }

    /** Tells by the clock what the windows of a key hold, before their end, if a record of the key came; marked early. */
    public SessionWindowedStream<K, T> early(final ProcessingTime every) {
        return with(telling.early(every));
    }

    /** Sends late records to {@code sink}, on the thread of the window's stage. */
    public SessionWindowedStream<K, T> late(final Sink<? super T> sink) {
        return with(telling.late(sink));
    }

    private SessionWindowedStream<K, T> with(final Telling<T> newTelling) {
        return new SessionWindowedStream<>(stream, keys, session, newTelling);
    }

    /** Splits each session by a key, whose records do not make sessions of their own. */
    public <G> GroupedWindows<K, G, T> groupBy(final KeySelector<T, G> key) {
        return new GroupedWindows<>(this, key);
    }

    @Override
    <O> Stream<O> then(final WindowStep<K, T, O> step, final RecordType<O> output) {
        return timed(stream, keys, new WindowBounds.Sessions<T>(session), telling, step, output);
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
    public <R> WindowStream<K, R> mapWindow(final WindowFunction<K, T, R> function) {
        return WindowStream.of(this, new WindowStep.Each<>(function), RecordType.unknown());
    }

    @Override
    public WindowStream<K, T> reduceWindow(final ReduceFunction<T> function) {
        return WindowStream.of(this, reducing(function), type());
    }
}
