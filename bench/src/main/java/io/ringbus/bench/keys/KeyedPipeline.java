// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.keys;

import io.ringbus.bench.harness.Contender;
import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.slot.SlotLayout;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Time;
import java.util.concurrent.TimeUnit;

/** The job as a user writes it, on the caller's thread. */
public final class KeyedPipeline implements Contender {
    private final int keys;
    private final Events source;
    private final Shares shares = new Shares();
    private final Execution execution;

    public KeyedPipeline() {
        this(KeyJob.keys(), Config.defaults());
    }

    KeyedPipeline(final int keys, final Config config) {
        this.keys = keys;
        this.source = new Events(keys);
        final Pipeline pipeline = Pipeline.create(config.with(Settings.THREADS, Threads.inline()));
        pipeline.from(source)
                .eventTime(KeyJob.Event::timeNs)
                .keyBy(KeyJob.Event::key)
                .window(Time.of(KeyJob.roundNs(keys), TimeUnit.NANOSECONDS))
                .aggregate(Aggregates.sumLong(KeyJob.Event::amount))
                .to(shares);
        execution = pipeline.start();
    }

    /** Makes the events of a round, a window later in every round. */
    private static final class Events implements Source<KeyJob.Event> {
        private final int keys;
        private final int events;
        private int next;
        private long shiftNs;
        private boolean allowed;

        Events(final int keys) {
            this.keys = keys;
            this.events = KeyJob.events(keys);
            this.next = events;
            this.shiftNs = -KeyJob.roundNs(keys);
        }

        void allow() {
            allowed = true;
        }

        boolean isPlayed() {
            return next == events && !allowed;
        }

        @Override
        public Poll poll(final Output<KeyJob.Event> output) {
            final int number = next;
            if (number == events) {
                return rewind();
            }
            next = number + 1;
            final long hash = KeyJob.hash(number);
            final long timeNs = shiftNs + number * KeyJob.NS_PER_EVENT;
            output.emit(new KeyJob.Event(timeNs, KeyJob.key(hash, keys), KeyJob.amount(hash)), SlotLayout.NO_TIME);
            return Poll.EMITTED;
        }

        private Poll rewind() {
            if (!allowed) {
                return Poll.NOTHING_YET;
            }
            allowed = false;
            next = 0;
            shiftNs += KeyJob.roundNs(keys);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "event " + next;
        }
    }

    /** Adds up what the windows of a round come to. */
    private static final class Shares implements Sink<WindowResult<Long, Long>> {
        private long checksum;
        private long told;

        @Override
        public void accept(final WindowResult<Long, Long> window, final long timestampNs) {
            told++;
            checksum += KeyJob.share(window.key(), window.value());
        }
    }

    @Override
    public long eventsPerRound() {
        return KeyJob.events(keys);
    }

    void allow() {
        source.allow();
    }

    boolean isPlayed() {
        return source.isPlayed();
    }

    /** Takes a turn of the stage; answers how many windows it told. */
    long turn() {
        final long before = shares.told;
        execution.doWork();
        return shares.told - before;
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
