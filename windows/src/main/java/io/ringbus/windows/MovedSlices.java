// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;

/**
 * Cells that were saved with one capacity, on their way into cells of another. What was kept beside the slices does not come
 * along; it is made again when it is needed.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class MovedSlices implements CellImage, AutoCloseable {
    private final SliceCells saved;
    private final SliceCells target;
    private final long first;
    private final long until;
    private final Slab cell;
    private final int[] livePerPlace; // counted by whoever restores, over all cells

    /** All live slices lie in {@code [first, until)}. */
    MovedSlices(final SliceCells saved, final SliceCells target, final long first, final long until) {
        this.saved = saved;
        this.target = target;
        this.first = first;
        this.until = until;
        this.cell = new Slab(saved.valueBytes(), Long.BYTES);
        this.livePerPlace = new int[target.capacity()];
    }

    @Override
    public void write(final long from, final StateWriter out) {
        throw new IllegalStateException("slices on their way from one snapshot are not saved into another");
    }

    @Override
    public void read(final StateReader in, final long to) {
        final long from = cell.address();
        Memory.clear(from, saved.valueBytes());
        saved.read(in, from);
        saved.copy(from, first, until, to, target, livePerPlace);
        Memory.putLong(to + target.activationOffset(), Memory.getLong(from + saved.activationOffset()));
    }

    @Override
    public void close() {
        cell.close();
    }
}
