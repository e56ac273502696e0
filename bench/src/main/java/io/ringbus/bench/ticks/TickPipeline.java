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
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Time;
import java.util.concurrent.TimeUnit;

/** The job as a user writes it, on the caller's thread; {@code ringbus.state.backend} says where its windows are kept. */
public final class TickPipeline implements Contender {
    private final TickSource source = new TickSource();
    private final Shares shares = new Shares();
    private final Execution execution;

    public TickPipeline() {
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.THREADS, Threads.inline()));
        pipeline.from(source)
                .eventTime(TickJob.Tick::timeNs)
                .filter(TickJob::isLarge)
                .map(TickJob::value)
                .keyBy(TickJob.Value::symbol)
                .window(Time.of(1, TimeUnit.SECONDS))
                .aggregate(summary())
                .to(shares);
        execution = pipeline.start();
    }

    private record Spread(long least, long greatest) {}

    private record Volume(long count, long sum) {}

    static Aggregate<TickJob.Value, TickJob.Summary> summary() {
        final Aggregate<TickJob.Value, Volume> volume =
                Aggregates.<TickJob.Value>count().and(Aggregates.sumLong(TickJob.Value::amount), Volume::new);
        final Aggregate<TickJob.Value, Spread> spread =
                Aggregates.minLong(TickJob.Value::amount).and(Aggregates.maxLong(TickJob.Value::amount), Spread::new);
        return volume.and(
                spread,
                (left, right) -> new TickJob.Summary(left.count(), left.sum(), right.least(), right.greatest()));
    }

    /** Adds up what the windows of a round come to. */
    private static final class Shares implements Sink<WindowResult<Integer, TickJob.Summary>> {
        private long checksum;

        @Override
        public void accept(final WindowResult<Integer, TickJob.Summary> window, final long timestampNs) {
            final TickJob.Summary value = window.value();
            checksum += TickJob.share(window.key(), value.count(), value.sum(), value.min(), value.max());
        }
    }

    @Override
    public long eventsPerRound() {
        return TickJob.TICKS;
    }

    @Override
    public long round() {
        source.allow();
        while (!source.isPlayed()) {
            execution.doWork();
        }
        final long checksum = shares.checksum;
        shares.checksum = 0;
        return checksum;
    }

    @Override
    public void close() {
        execution.close();
    }
}
