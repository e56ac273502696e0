// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.latency.Latencies;
import io.ringbus.bench.latency.Pace;
import io.ringbus.bench.latency.Paced;
import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;

/** {@link KeyedSums} of events that come at their times; every key has its first event before the first of them. */
public final class SumsAtPace implements Paced {
    private final Due source = new Due();
    private final Stamps stamps = new Stamps();
    private final Periodic sums = new Periodic(source, stamps);

    /** Gives each key its first event. */
    public SumsAtPace() {
        final Pace first = new Pace(System.nanoTime(), 1, KeyedSums.KEYS);
        play(first, new Latencies(first));
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
    private static final class Stamps implements Sink<Long> {
        private Latencies latencies = new Latencies(new Pace(0, 0, 0));

        @Override
        public void accept(final Long result, final long dueNs) {
            latencies.record(System.nanoTime() - dueNs);
        }
    }

    @Override
    public void play(final Pace pace, final Latencies latencies) {
        stamps.latencies = latencies;
        source.next = 0;
        source.pace = pace;
        while (latencies.recorded() < pace.events()) {
            sums.turn();
        }
    }

    @Override
    public void close() {
        sums.close();
    }
}
