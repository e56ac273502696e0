// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;
import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.policy.Time;
import java.util.concurrent.TimeUnit;

/**
 * The ticks job with sliding windows. Two system properties say which: {@value #SLIDE_US} microseconds from one window to the
 * next, and {@value #OVERLAPS} slides a window; one overlap is a tumbling window.
 *
 * <p>Whatever the overlap, a slide ends one window per symbol, so all pipelines of one slide emit as many results from the same
 * events; only of the shortest windows a few are empty, and have none. In a steady state each event is counted in as many results as windows overlap, so the sums over all
 * results of a round, divided by the overlap, are the same, too: that is the checksum. The constructor plays rounds until
 * there is a steady state.
 */
public class SlidingPipeline implements Contender {
    static final String OVERLAPS = "ringbus.bench.overlaps";
    static final String SLIDE_US = "ringbus.bench.slide.us";

    private static final long FACTOR = 31;

    private final TickSource source = new TickSource();
    private final Sums sums = new Sums();
    private final int overlaps = Integer.getInteger(OVERLAPS, 1);
    private final Execution execution;

    /** Sums and extremes: windows whose aggregate cannot take back what it was given. */
    public SlidingPipeline() {
        this(TickPipeline.summary());
    }

    SlidingPipeline(final Aggregate<TickJob.Value, TickJob.Summary> aggregate) {
        final long slideUs = Long.getLong(SLIDE_US, TimeUnit.SECONDS.toMicros(1));
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.THREADS, Threads.inline()));
        pipeline.from(source)
                .eventTime(TickJob.Tick::timeNs)
                .filter(TickJob::isLarge)
                .map(TickJob::value)
                .keyBy(TickJob.Value::symbol)
                .window(Time.of(slideUs * overlaps, TimeUnit.MICROSECONDS))
                .every(Time.of(slideUs, TimeUnit.MICROSECONDS))
                .aggregate(aggregate)
                .to(sums);
        execution = pipeline.start();
        for (long playedUs = 0; playedUs <= slideUs * overlaps; playedUs += TimeUnit.SECONDS.toMicros(1)) {
            round();
        }
    }

    /** Adds up what the windows of a round come to. */
    private static final class Sums implements Sink<WindowResult<Integer, TickJob.Summary>> {
        private long count;
        private long sum;

        @SuppressWarnings("UnusedVariable") // written so that the fields are read
        private long extremes;

        @Override
        public void accept(final WindowResult<Integer, TickJob.Summary> window, final long timestampNs) {
            final TickJob.Summary value = window.value();
            count += value.count();
            sum += value.sum();
            extremes += value.min() ^ value.max();
        }
    }

    @Override
    public long eventsPerRound() {
        return TickJob.TICKS;
    }

    @Override
    public final long round() {
        source.allow();
        while (!source.isPlayed()) {
            execution.doWork();
        }
        final long checksum = sums.count / overlaps * FACTOR + sums.sum / overlaps;
        sums.count = 0;
        sums.sum = 0;
        return checksum;
    }

    @Override
    public final void close() {
        execution.close();
    }
}
