// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.ring.Tick;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.Random;

/** Emits ticks 0, 1, 2, .. of its own id. */
final class Counting implements Source<Tick> {
    private final int id;
    private final Random random;
    private final int records;
    private int next;

    Counting(final int id, final int records, final Random random) {
        this.id = id;
        this.records = records;
        this.random = random;
    }

    @Override
    public Poll poll(final Output<Tick> output) {
        if (random.nextInt(5) == 0) {
            return Poll.NOTHING_YET;
        }
        if (next == records) {
            return Poll.EXHAUSTED;
        }
        output.emit(new Tick(next++, id), Long.MIN_VALUE);
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return "tick " + next;
    }

    @Override
    public void save(final StateWriter out) {
        out.putInt(next);
    }

    @Override
    public void restore(final StateReader in) {
        next = in.getInt();
    }
}
