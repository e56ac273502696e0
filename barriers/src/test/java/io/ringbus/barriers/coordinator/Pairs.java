// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateSpec;
import io.ringbus.testing.MovingCells;

/**
 * Pairs a source's ticks; one that is left over is told alone at the end of the input, as a window would be. Both what waits
 * and how often each remainder came are keyed state; a remainder that came a second time is checked.
 */
final class Pairs implements Operator<Tick, Tick> {
    private static final long FACTOR = 1_000;
    private static final int REMAINDERS = 13;
    private static final CellImage WHOLE = CellImage.whole(Long.BYTES);

    private final KeyedState<Long> waiting = open("waiting");
    private final KeyedState<Long> seen = open("seen");

    @SuppressWarnings("unchecked") // the codec of longs
    private static KeyedState<Long> open(final String name) {
        final AddressCodec<Long> keys = (AddressCodec<Long>) Codecs.ofType(Long.class);
        return LocatedState.over(
                new StateSpec<>(name, 0, Long.class, keys, Long.BYTES, 1).tracked(true),
                new MovingCells<>(Long.BYTES, Integer.MAX_VALUE));
    }

    @Override
    public void process(final Tick tick, final long timestampNs, final Output<Tick> output) {
        final long times = seen.cell(2 * (tick.value() % REMAINDERS) + tick.id());
        assertEquals(tick.value() / REMAINDERS, Memory.getLong(times), "ticks of the same remainder");
        Memory.putLong(times, Memory.getLong(times) + 1);
        final long cell = waiting.find(tick.id());
        if (cell == 0) {
            Memory.putLong(waiting.cell(tick.id()), tick.value());
        } else {
            output.emit(new Tick(tick.id(), Memory.getLong(cell) * FACTOR + tick.value()), timestampNs);
            waiting.remove(tick.id());
        }
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<Tick> output) {
        for (long id = 0; watermarkNs == Long.MAX_VALUE && id < 2; id++) {
            final long cell = waiting.find(id);
            if (cell != 0) {
                output.emit(
                        new Tick((int) id, Memory.getLong(cell) * FACTOR + Memory.getLong(cell)), SlotLayout.NO_TIME);
                waiting.remove(id);
            }
        }
        return true;
    }

    @Override
    public void save(final StateWriter out) {
        waiting.save(out, WHOLE);
        seen.save(out, WHOLE);
    }

    @Override
    public void restore(final StateReader in) {
        waiting.restore(in, WHOLE);
        seen.restore(in, WHOLE);
    }

    @Override
    public void close() {
        waiting.close();
        seen.close();
    }
}
