// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A keyed state with a slab of its own for each key; addresses stay good until their key is removed. It checks that writes are
 * announced as {@link KeyedState} asks for.
 */
public final class HeapKeyedState<K> implements KeyedState<K> {
    private record Cell<K>(K key, int ordinal, Slab slab) {
        long address() {
            return slab.address() + CellLayout.HEADER_BYTES;
        }
    }

    private final int valueBytes;
    private final AddressCodec<K> keyCodec;
    private final Map<K, Cell<K>> byKey = new HashMap<>();
    private final List<@Nullable Cell<K>> byOrdinal = new ArrayList<>();
    private final PriorityQueue<Integer> freeOrdinals = new PriorityQueue<>();
    private final AnnouncedWrites writes = new AnnouncedWrites();

    /** An empty state with {@code valueBytes} for the operator in each cell. */
    public HeapKeyedState(final int valueBytes) {
        this(valueBytes, new AnyKeyCodec<>());
    }

    /** As {@link #HeapKeyedState(int)}, with keys that snapshots hold in the form of {@code keyCodec}. */
    public HeapKeyedState(final int valueBytes, final AddressCodec<K> keyCodec) {
        this.valueBytes = valueBytes;
        this.keyCodec = keyCodec;
    }

    @Override
    public long cell(final K key) {
        final Cell<K> present = byKey.get(key);
        return present != null ? announced(present) : create(key).address();
    }

    @Override
    public long find(final K key) {
        final Cell<K> present = byKey.get(key);
        return present == null ? 0 : announced(present);
    }

    @Override
    public long cellAt(final int ordinal) {
        final Cell<K> cell = byOrdinal.get(ordinal);
        return cell == null ? 0 : announced(cell);
    }

    @Override
    public long peek(final K key) {
        final Cell<K> present = byKey.get(key);
        return present == null ? 0 : present.address();
    }

    @Override
    public long peekAt(final int ordinal) {
        final Cell<K> cell = byOrdinal.get(ordinal);
        return cell == null ? 0 : cell.address();
    }

    private long announced(final Cell<K> cell) {
        writes.announce(cell.ordinal());
        return cell.address();
    }

    @Override
    public K keyAt(final int ordinal) {
        final Cell<K> cell = byOrdinal.get(ordinal);
        if (cell == null) {
            throw new IllegalArgumentException("heap state: ordinal=" + ordinal + " is not in use");
        }
        return cell.key();
    }

    @Override
    public boolean remove(final K key) {
        final Cell<K> removed = byKey.remove(key);
        if (removed == null) {
            return false;
        }
        writes.announce(removed.ordinal());
        byOrdinal.set(removed.ordinal(), null);
        freeOrdinals.add(removed.ordinal());
        removed.slab().close();
        return true;
    }

    @Override
    public int size() {
        return byKey.size();
    }

    @Override
    public int ordinals() {
        return byOrdinal.size();
    }

    @Override
    public void save(final StateWriter out, final CellImage image) {
        writes.check();
        out.putInt(valueBytes);
        out.putInt(byOrdinal.size());
        for (final Cell<K> cell : byOrdinal) {
            out.putBoolean(cell != null);
            if (cell != null) {
                out.put(keyCodec, cell.key());
                final long from = out.length();
                image.write(cell.address(), out);
                writes.freeze(cell.ordinal(), cell.address(), image, out, from);
            }
        }
    }

    @Override
    public void restore(final StateReader in, final CellImage image) {
        final int savedBytes = in.getInt();
        if (savedBytes != valueBytes || !byOrdinal.isEmpty()) {
            throw new IllegalStateException("heap state: valueBytes=" + savedBytes + " saved, " + valueBytes
                    + " open, ordinals=" + byOrdinal.size());
        }
        for (int left = in.getInt(); left > 0; left--) {
            if (in.getBoolean()) {
                image.read(in, put(in.get(keyCodec), byOrdinal.size(), true).address());
            } else {
                freeOrdinals.add(byOrdinal.size());
                byOrdinal.add(null);
            }
        }
    }

    @Override
    public void close() {
        writes.check();
        byKey.values().forEach(cell -> cell.slab().close());
        byKey.clear();
        byOrdinal.clear();
    }

    private Cell<K> create(final K key) {
        final Integer free = freeOrdinals.poll();
        return put(key, free == null ? byOrdinal.size() : free, free == null);
    }

    private Cell<K> put(final K key, final int ordinal, final boolean isNext) {
        final Cell<K> cell = new Cell<>(key, ordinal, new Slab(CellLayout.cellBytes(valueBytes), Long.BYTES));
        Memory.putInt(cell.address() + CellLayout.ORDINAL_OFFSET, ordinal);
        if (isNext) {
            byOrdinal.add(cell);
        } else {
            byOrdinal.set(ordinal, cell);
        }
        byKey.put(key, cell);
        return cell;
    }
}
