// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.Codec;
import io.ringbus.codec.Codecs;
import io.ringbus.function.KeySelector;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.function.Supplier;

/**
 * What {@link Windows#mapWindow} or {@link Windows#reduceWindow} made of each window: a stream like any other, which still
 * knows its windows. The words of this class work on the results of one and the same window; those of {@link Stream} see the
 * records alone, as {@link #flatten} does.
 *
 * <p>Further words keep the results of a window until its function has ended: it has to emit a new object each time.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 *
 * @param <K> key of a window
 * @param <R> result
 */
public final class WindowStream<K, R> extends Stream<R> {
    private final ChainedWindows<K, ?, R> windows;
    private final Supplier<Stream<R>> results;

    private WindowStream(final ChainedWindows<K, ?, R> windows, final Supplier<Stream<R>> results) {
        super(windows.source().pipeline(), () -> results.get().node());
        this.windows = windows;
        this.results = results;
    }

    static <K, X, R> WindowStream<K, R> of(
            final Windows<K, X> before, final WindowStep<K, X, R> step, final RecordType<R> type) {
        final ChainedWindows<K, X, R> windows = new ChainedWindows<>(before, step, type);
        return new WindowStream<>(windows, windows::results);
    }

    /** As {@link #of}, where there is a better way to the same results when nothing more is made of them. */
    static <K, X, R> WindowStream<K, R> of(
            final Windows<K, X> before,
            final WindowStep<K, X, R> step,
            final RecordType<R> type,
            final Supplier<Stream<R>> results) {
        return new WindowStream<>(new ChainedWindows<>(before, step, type), results);
    }

    /** The results as a plain stream. */
    public Stream<R> flatten() {
        return new Stream<>(pipeline(), node());
    }

    /** Splits the results of each window by a key. */
    public <G> GroupedWindows<K, G, R> groupBy(final KeySelector<R, G> key) {
        return new GroupedWindows<>(windows.as(Windows.learned(windows.type(), key)), key);
    }

    /** Makes any number of results out of those of a window. */
    public <O> WindowStream<K, O> mapWindow(final WindowFunction<K, R, O> function) {
        return windows.mapWindow(function);
    }

    /** Joins the results of a window into one. */
    public WindowStream<K, R> reduceWindow(final ReduceFunction<R> function) {
        return windows.reduceWindow(function);
    }

    /** Aggregates the results of a window. */
    public <O> Stream<WindowResult<K, O>> aggregate(final Aggregate<R, O> aggregate) {
        return windows.aggregate(aggregate);
    }

    @Override
    public WindowStream<K, R> as(final Class<R> type) {
        return new WindowStream<>(
                windows.as(RecordType.of(type)), () -> results.get().as(type));
    }

    @Override
    public WindowStream<K, R> as(final Codec<R> codec) {
        return new WindowStream<>(
                windows.as(RecordType.of(Codecs.addressed(codec))),
                () -> results.get().as(codec));
    }
}
