// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/** Pairs a source's ticks; one that is left over is told alone at the end of the input, as a window would be. */
final class Pairs implements Operator<Tick, Tick> {
    private static final long FACTOR = 1_000;
    private static final long NONE = -1;

    private final long[] waiting = {NONE, NONE};

    @Override
    public void process(final Tick tick, final long timestampNs, final Output<Tick> output) {
        final int id = (int) tick.id();
        if (waiting[id] == NONE) {
            waiting[id] = tick.value();
        } else {
            output.emit(new Tick(id, waiting[id] * FACTOR + tick.value()), timestampNs);
            waiting[id] = NONE;
        }
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<Tick> output) {
        for (int id = 0; watermarkNs == Long.MAX_VALUE && id < waiting.length; id++) {
            if (waiting[id] != NONE) {
                output.emit(new Tick(id, waiting[id] * FACTOR + waiting[id]), SlotLayout.NO_TIME);
                waiting[id] = NONE;
            }
        }
        return true;
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(waiting[0]);
        out.putLong(waiting[1]);
    }

    @Override
    public void restore(final StateReader in) {
        waiting[0] = in.getLong();
        waiting[1] = in.getLong();
    }
}
