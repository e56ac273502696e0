// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/** Gives the events of a round when it is let: every key once. */
final class Rounds implements Source<KeyedSums.Event> {
    private long next;
    private long end;

    /** Lets one more round go. */
    void allow() {
        end += KeyedSums.KEYS;
    }

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

    @Override
    public void save(final StateWriter out) {
        out.putLong(next);
    }

    @Override
    public void restore(final StateReader in) {
        next = in.getLong();
        end += next;
    }

    /** Adds up the results of a round. */
    static final class Total implements Sink<Long> {
        private long results;
        private long sum;

        /** Begins anew. */
        void clear() {
            results = 0;
            sum = 0;
        }

        boolean isWhole() {
            return results == KeyedSums.KEYS;
        }

        long sum() {
            return sum;
        }

        @Override
        public void accept(final Long result, final long timestampNs) {
            results++;
            sum += result;
        }
    }
}
