// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.latency.Pace;
import io.ringbus.bench.latency.Paced;
import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import org.HdrHistogram.Histogram;

/** {@link KeyedSums} of events that come at their times; every key has its first event before the first of them. */
public final class SumsAtPace implements Paced {
    private final Due source = new Due();
    private final Latencies latencies = new Latencies();
    private final Periodic sums = new Periodic(source, latencies);

    public SumsAtPace() throws Exception {
        play(new Pace(System.nanoTime(), 1, KeyedSums.KEYS), latencies.histogram);
    }

    /** Gives each event once its time has come, stamped with that time. */
    private static final class Due implements Source<KeyedSums.Event> {
        private Pace pace = new Pace(0, 0, 0);
        private long next;

        @Override
        public Poll poll(final Output<KeyedSums.Event> output) {
            if (next == pace.events()) {
                return Poll.NOTHING_YET;
            }
            final long dueNs = pace.dueNs(next);
            if (System.nanoTime() < dueNs) {
                return Poll.NOTHING_YET;
            }
            output.emit(KeyedSums.Event.of(next++), dueNs);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "event " + next;
        }
    }

    /** Notes how long after its due time each result came. */
    private static final class Latencies implements Sink<Long> {
        private Histogram histogram = new Histogram(3);
        private long results;

        @Override
        public void accept(final Long result, final long dueNs) {
            histogram.recordValue(System.nanoTime() - dueNs);
            results++;
        }
    }

    @Override
    public void play(final Pace pace, final Histogram latenciesNs) {
        latencies.histogram = latenciesNs;
        latencies.results = 0;
        source.next = 0;
        source.pace = pace;
        while (latencies.results < pace.events()) {
            sums.turn();
        }
    }

    @Override
    public void close() {
        sums.close();
    }
}
