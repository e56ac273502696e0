// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.Random;

/** Emits ticks (id, 0), (id, 1), .. up to a count, now and then nothing. */
final class Numbers implements Source<Tick> {
    private final int id;
    private final int count;
    private final Random random;
    private int next;

    Numbers(final int id, final int count, final Random random) {
        this.id = id;
        this.count = count;
        this.random = random;
    }

    @Override
    public Poll poll(final Output<Tick> output) {
        if (random.nextInt(5) == 0) {
            return Poll.NOTHING_YET;
        }
        if (next == count) {
            return Poll.EXHAUSTED;
        }
        output.emit(new Tick(id, next++), Long.MIN_VALUE);
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
