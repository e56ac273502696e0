// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.slot.Memory;
import io.ringbus.state.CellLayout;
import io.ringbus.state.CellStore;
import io.ringbus.state.CellTable;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateSpec;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;

/**
 * Cells that are the values of one Chronicle Map. The map is called when a key comes or goes; in between the cell is
 * written through its address, without the map's locks, and whoever reads the map sees what was written.
 *
 * <p>A full map cannot be widened: its cells are copied to one twice as large, and only when all of them are there does the
 * state move over and the old map go.
 *
 * <p><b>Threading.</b> Single writer.
 */
final class ChronicleCells<K> implements CellStore<K> {
    private static final System.Logger LOGGER = System.getLogger("io.ringbus.offheap");

    private final String name;
    private final StateSpec<K> spec;
    private final ChronicleMaps maps;
    private final CapacityRule rule;
    private final ChronicleKeys<K> keys;
    private final byte[] empty;
    private final Runnable onClose;
    private ChronicleMap<byte[], byte[]> map;
    private long capacity;
    private long count;
    private boolean warned;

    ChronicleCells(final StateSpec<K> spec, final ChronicleMaps maps, final CapacityRule rule, final Runnable onClose) {
        this.name = LocatedState.subject(spec);
        this.spec = spec;
        this.maps = maps;
        this.rule = rule;
        this.onClose = onClose;
        this.capacity = Math.min(spec.expectedKeys(), rule.keysMax());
        this.empty = new byte[CellLayout.cellBytes(spec.valueBytes())];
        this.keys = new ChronicleKeys<>(spec.keyCodec());
        try {
            this.map = maps.open(capacity);
        } catch (final RuntimeException | Error failed) {
            keys.close();
            throw failed;
        }
    }

    @Override
    public long create(final K key) {
        if (count == capacity) {
            return FULL;
        }
        final long address = insert(map, key);
        count++;
        if (!warned && 100 * count >= rule.warnPercent() * capacity) {
            warn();
        }
        return address;
    }

    // Once for the capacity that was asked for, and once more for the last there is.
    private void warn() {
        warned = true;
        final long keysPresent = count;
        final long full = capacity;
        LOGGER.log(
                System.Logger.Level.WARNING,
                () -> name + ": keys=" + keysPresent + " >= " + rule.warnPercent() + " % of capacity=" + full
                        + (full == rule.keysMax()
                                ? ": more than that is an error: raise the parallelism or the backend's keysMax"
                                : ": beyond it all cells move to a larger map: raise StateSpec.expectedKeys"));
    }

    private long insert(final ChronicleMap<byte[], byte[]> target, final K key) {
        final byte[] bytes = keys.bytesOf(key);
        try (ExternalMapQueryContext<byte[], byte[], ?> context = target.queryContext(bytes)) {
            context.updateLock().lock();
            if (context.entry() != null) {
                throw new IllegalStateException(
                        name + ": key=" + key + " has the same encoding as a key that is present: the codec of the keys"
                                + " must tell apart what equals tells apart");
            }
            context.insert(context.absentEntry(), context.wrapValueAsData(empty));
            return addressOf(context.entry());
        }
    }

    private long addressOf(final MapEntry<byte[], byte[]> entry) {
        final Data<byte[]> value = entry.value();
        final long cell = value.bytes().addressForRead(value.offset());
        if ((cell & (Long.BYTES - 1)) != 0 || value.size() != empty.length) {
            throw new AssertionError(name + ": cell at " + cell + " of " + value.size()
                    + " bytes is not an aligned cell of " + empty.length);
        }
        return cell + CellLayout.HEADER_BYTES;
    }

    @Override
    public void remove(final K key, final long address) {
        try (ExternalMapQueryContext<byte[], byte[], ?> context = map.queryContext(keys.bytesOf(key))) {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            if (entry == null || addressOf(entry) != address) {
                throw new IllegalStateException(
                        name + ": key=" + key + " has another encoding than when it came:" + " keys must not change");
            }
            context.remove(entry);
        }
        count--;
    }

    @Override
    public void grow(final CellTable<K> cells) {
        if (capacity >= rule.keysMax()) {
            throw new IllegalStateException(name + ": keys=" + count + " reached keysMax=" + rule.keysMax() + " ("
                    + StateSizing.chronicleFormula(spec, count) + "): raise the parallelism or the backend's bound");
        }
        final long wider = Math.min(2 * capacity, rule.keysMax());
        final long[] moved = new long[cells.ordinals()];
        final ChronicleMap<byte[], byte[]> next = copyAll(cells, wider, moved);
        for (int ordinal = 0; ordinal < moved.length; ordinal++) {
            if (moved[ordinal] != 0) {
                cells.move(ordinal, moved[ordinal]);
            }
        }
        final ChronicleMap<byte[], byte[]> old = map;
        map = next;
        capacity = wider;
        warned = wider < rule.keysMax();
        maps.discard(old);
    }

    private ChronicleMap<byte[], byte[]> copyAll(final CellTable<K> cells, final long wider, final long[] moved) {
        ChronicleMap<byte[], byte[]> next = null;
        try {
            next = maps.open(wider);
            for (int ordinal = 0; ordinal < moved.length; ordinal++) {
                final long from = cells.addressOf(ordinal);
                if (from != 0) {
                    moved[ordinal] = insert(next, cells.keyAt(ordinal));
                    Memory.copy(from - CellLayout.HEADER_BYTES, moved[ordinal] - CellLayout.HEADER_BYTES, empty.length);
                }
            }
            return next;
        } catch (final RuntimeException | Error failed) {
            if (next != null) {
                maps.discard(next);
            }
            throw new IllegalStateException(
                    name + ": keys=" + count + " fill the map, and one of capacity=" + wider + " cannot be made ("
                            + StateSizing.chronicleFormula(spec, wider) + "): give the machine more room",
                    failed);
        }
    }

    /** The map as it is now, for tests and tools: another one after a migration. */
    ChronicleMap<byte[], byte[]> map() {
        return map;
    }

    @Override
    public void close() {
        keys.close();
        maps.close(map);
        onClose.run();
    }
}
