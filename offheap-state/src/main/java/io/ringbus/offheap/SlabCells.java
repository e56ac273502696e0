// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.state.CellLayout;
import io.ringbus.state.CellStore;
import io.ringbus.state.CellTable;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells cut from slabs one after the other. A cell never moves: when the slabs are used up another one is added.
 *
 * <p><b>Layout.</b> A cell that was given back holds the address of the one given back before it, and is used again first.
 * <p><b>Threading.</b> Single writer.
 */
final class SlabCells<K> implements CellStore<K> {
    /** Slabs are about this large: small enough to be zeroed between two records, large enough to be few. */
    static final int SLAB_BYTES = 1 << 20;

    private static final int LINE_BYTES = 64;

    private final String name;
    private final int cellBytes;
    private final long slabBytes;
    private final long bytesMax;
    private final List<Slab> slabs = new ArrayList<>();
    private long bytes;
    private long next;
    private long end;
    private long released;

    SlabCells(final StateSpec<K> spec, final long bytesMax) {
        this.name = LocatedState.subject(spec);
        this.cellBytes = CellLayout.cellBytes(spec.valueBytes());
        this.slabBytes = Math.max(1, Math.min(spec.expectedKeys(), SLAB_BYTES / cellBytes)) * cellBytes;
        this.bytesMax = bytesMax;
    }

    @Override
    public long create(final K key) {
        final long cell;
        if (released != 0) {
            cell = released;
            released = Memory.getLong(cell);
            Memory.clear(cell, cellBytes);
        } else if (next < end) {
            cell = next;
            next += cellBytes;
        } else {
            return FULL;
        }
        return cell + CellLayout.HEADER_BYTES;
    }

    @Override
    public void remove(final K key, final long address) {
        final long cell = address - CellLayout.HEADER_BYTES;
        Memory.putLong(cell, released);
        released = cell;
    }

    @Override
    public void grow(final CellTable<K> cells) {
        if (bytes + slabBytes > bytesMax) {
            throw new IllegalStateException(
                    name + ": " + cells.ordinals() + " keys x " + cellBytes + " bytes = " + bytes
                            + " bytes, one more slab of " + slabBytes + " > bytesMax=" + bytesMax
                            + ": raise the bound of the backend or the parallelism");
        }
        final Slab slab = allocate(cells.ordinals());
        slabs.add(slab);
        bytes += slabBytes;
        next = slab.address();
        end = next + slabBytes;
    }

    private Slab allocate(final int keys) {
        try {
            return new Slab(slabBytes, LINE_BYTES);
        } catch (final OutOfMemoryError refused) {
            throw new IllegalStateException(
                    name + ": " + keys + " keys x " + cellBytes + " bytes = " + bytes
                            + " bytes, and the machine refuses another " + slabBytes
                            + ": give it more memory or spread the state over more machines",
                    refused);
        }
    }

    @Override
    public void close() {
        slabs.forEach(Slab::close);
        slabs.clear();
    }
}
