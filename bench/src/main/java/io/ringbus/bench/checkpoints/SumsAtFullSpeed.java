// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.harness.Contender;
import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;

/**
 * {@link KeyedSums} as fast as they go. A round hits every key once, so after round r each sum is r times what it was after the
 * first, and the sums divided by r are the checksum.
 */
public final class SumsAtFullSpeed implements Contender {
    private final Rounds source = new Rounds();
    private final Total total = new Total();
    private final KeyedSums sums = new KeyedSums(source, total);
    private long rounds;

    /** Gives the events of a round when it is let. */
    private static final class Rounds implements Source<KeyedSums.Event> {
        private long next;
        private long end;

        @Override
        public Poll poll(final Output<KeyedSums.Event> output) {
            if (next == end) {
                return Poll.NOTHING_YET;
            }
            output.emit(KeyedSums.Event.of(next++), SlotLayout.NO_TIME);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "event " + next;
        }
    }

    /** Adds up the results. */
    private static final class Total implements Sink<Long> {
        private long results;
        private long sum;

        @Override
        public void accept(final Long result, final long timestampNs) {
            results++;
            sum += result;
        }
    }

    @Override
    public long eventsPerRound() {
        return KeyedSums.KEYS;
    }

    @Override
    public long round() {
        rounds++;
        total.results = 0;
        total.sum = 0;
        source.end += KeyedSums.KEYS;
        while (total.results < KeyedSums.KEYS) {
            sums.turn();
        }
        return total.sum / rounds;
    }

    @Override
    public void close() {
        sums.close();
    }
}
