// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.ring.Tick;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.Random;
import java.util.function.IntToLongFunction;

/** Emits ticks 0, 1, 2, .., each with the source's own id as its value, or with one made of its number. */
final class Counting implements Source<Tick> {
    private final IntToLongFunction value;
    private final Random random;
    private final int records;
    private int next;

    Counting(final int id, final int records, final Random random) {
        this(number -> id, records, random);
    }

    Counting(final IntToLongFunction value, final int records, final Random random) {
        this.value = value;
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
        output.emit(new Tick(next, value.applyAsLong(next)), Long.MIN_VALUE);
        next++;
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
