// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.state.CellLayout;
import io.ringbus.state.CellStore;
import io.ringbus.state.CellTable;
import java.util.ArrayList;
import java.util.List;

/** A store that moves every cell whenever it grows, and grows whenever it is full. */
public final class MovingCells<K> implements CellStore<K> {
    private final int cellBytes;
    private final int capacityMax;

    private final List<Long> free = new ArrayList<>();
    private Slab slab;
    private int capacity = 1;
    private boolean closed;

    /** Has room for one cell of {@code valueBytes}, and for at most {@code capacityMax}. */
    public MovingCells(final int valueBytes, final int capacityMax) {
        this.cellBytes = CellLayout.cellBytes(valueBytes);
        this.capacityMax = capacityMax;
        this.slab = new Slab(cellBytes, Long.BYTES);
        free.add(slab.address());
    }

    @Override
    public long create(final K key) {
        if (free.isEmpty()) {
            return FULL;
        }
        final long cell = free.remove(free.size() - 1);
        Memory.clear(cell, cellBytes);
        return cell + CellLayout.HEADER_BYTES;
    }

    @Override
    public void remove(final K key, final long address) {
        free.add(address - CellLayout.HEADER_BYTES);
    }

    @Override
    public void grow(final CellTable<K> cells) {
        if (capacity == capacityMax) {
            throw new IllegalStateException("full");
        }
        final Slab next = new Slab(2L * capacity * cellBytes, Long.BYTES);
        for (int index = 0; index < 2 * capacity; index++) {
            free.add(next.address() + (long) index * cellBytes);
        }
        for (int ordinal = 0; ordinal < cells.ordinals(); ordinal++) {
            final long from = cells.addressOf(ordinal);
            if (from != 0) {
                final long to = create(cells.keyAt(ordinal));
                Memory.copy(from - CellLayout.HEADER_BYTES, to - CellLayout.HEADER_BYTES, cellBytes);
                cells.move(ordinal, to);
            }
        }
        slab.close();
        slab = next;
        capacity *= 2;
    }

    @Override
    public void close() {
        closed = true;
        slab.close();
    }

    /** Whether the memory has been given back. */
    public boolean isClosed() {
        return closed;
    }
}
