// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A located state whose keys are boxed integers of any width, kept as longs: the box of the caller is opened in the first
 * statement and goes no further, so the compiler drops it. A template: copied for each use, so it holds
 * no lambda, and nothing names it but itself.
 */
final class LongKeyedState<K> implements KeyedState<K>, CellTable<K>, SavedTable {
    private final String name;
    private final LongKeys kind;
    private final CellStore<K> cells;
    private final LongLocator locator;
    private final LongLookup lookup;
    private final SlowPath making = new SlowPath(MethodHandles.lookup(), this, "make", long.class);
    private final Ordinals ordinals = new Ordinals();
    private final boolean tracked;
    private final Predicate<K> owned;
    private final FrozenCells frozen;
    private long[] keys = new long[16];
    private boolean closed;

    LongKeyedState(final StateSpec<K> spec, final CellStore<K> cells) {
        this.name = LocatedState.subject(spec);
        this.kind = LongKeys.of(spec.keyType());
        this.cells = cells;
        this.tracked = spec.tracked();
        this.owned = spec.owned();
        this.frozen = new FrozenCells(spec, this, ordinals);
        this.locator = new LongLocator(spec.expectedKeys());
        this.lookup = locator.lookup();
        lookup.epoch(frozen.epoch());
    }

    @Override
    public long cell(final K key) {
        final long bits = key instanceof Number number ? number.longValue() : (Character) key;
        final long address = lookup.find(bits);
        if (address == 0) {
            return making.call(bits);
        }
        if (tracked) {
            Memory.putInt(address + CellLayout.EPOCH_OFFSET, lookup.epoch());
        }
        return address;
    }

    @Override
    public long find(final K key) {
        final long address = locator.find(key instanceof Number number ? number.longValue() : (Character) key);
        return address != 0 ? touched(address) : 0;
    }

    @Override
    public long peek(final K key) {
        return locator.find(key instanceof Number number ? number.longValue() : (Character) key);
    }

    @Override
    public long peekAt(final int ordinal) {
        return ordinals.address(ordinal);
    }

    @Override
    public long hintOf(final K key) {
        return key instanceof Number number ? number.longValue() : (Character) key;
    }

    @Override
    public long readPlace(final long hint) {
        return lookup.readPlace(hint);
    }

    private long touched(final long address) {
        if (tracked) {
            frozen.beforeWrite(address);
        }
        return address;
    }

    @SuppressWarnings("UnusedMethod") // called by its name
    private long make(final long bits) {
        final long address = locator.find(bits);
        return address != 0 ? touched(address) : add(bits);
    }

    private long add(final long bits) {
        final long address = create(bits);
        number(ordinals.add(address), bits, address);
        return address;
    }

    @Override
    public void guard(final boolean guarded) {
        lookup.epoch(frozen.epoch());
        locator.show(!guarded);
    }

    @Override
    public void saveKey(final int ordinal, final StateWriter out) {
        out.putLong(keys[ordinal]);
    }

    @Override
    public long[] longKeys() {
        return keys;
    }

    @Override
    public long place(final int ordinal, final StateReader in) {
        final long bits = in.getLong();
        final long address = create(bits);
        ordinals.place(ordinal, address);
        number(ordinal, bits, address);
        return address;
    }

    @Override
    public long placeIfOwned(final StateReader in) {
        final long bits = in.getLong();
        return owned.test(boxed(bits)) ? add(bits) : 0;
    }

    @Override
    public void placed() {
        ordinals.settle();
    }

    private long create(final long bits) {
        if (closed) {
            throw new IllegalStateException(name + " is closed: a key came after the end");
        }
        locator.reserve();
        final K key = boxed(bits);
        long address = cells.create(key);
        if (address == CellStore.FULL) {
            cells.grow(this);
            address = cells.create(key);
        }
        locator.put(bits, address);
        return address;
    }

    private void number(final int ordinal, final long bits, final long address) {
        if (ordinal >= keys.length) {
            keys = Arrays.copyOf(keys, Math.max(2 * keys.length, ordinal + 1));
        }
        keys[ordinal] = bits;
        Memory.putInt(address + CellLayout.ORDINAL_OFFSET, ordinal);
        if (tracked) {
            frozen.added(ordinal, address);
        }
    }

    @Override
    public boolean remove(final K key) {
        final long bits = key instanceof Number number ? number.longValue() : (Character) key;
        final long address = locator.find(bits);
        if (address == 0) {
            return false;
        }
        final int ordinal = Memory.getInt(address + CellLayout.ORDINAL_OFFSET);
        if (tracked) {
            frozen.beforeWrite(address);
            frozen.removed(ordinal);
        }
        cells.remove(boxed(bits), address);
        locator.remove(bits);
        ordinals.release(ordinal);
        return true;
    }

    @Override
    public void move(final int ordinal, final long address) {
        locator.put(keys[ordinal], address);
        ordinals.move(ordinal, address);
    }

    @Override
    public long cellAt(final int ordinal) {
        final long address = ordinals.address(ordinal);
        return address != 0 ? touched(address) : 0;
    }

    @Override
    public long addressOf(final int ordinal) {
        return ordinals.address(ordinal);
    }

    @Override
    public K keyAt(final int ordinal) {
        return boxed(keys[ordinal]);
    }

    @SuppressWarnings("unchecked") // the kind was chosen by the class of K
    private K boxed(final long bits) {
        return (K) kind.box(bits);
    }

    @Override
    public int size() {
        return ordinals.size();
    }

    @Override
    public int ordinals() {
        return ordinals.bound();
    }

    @Override
    public void save(final StateWriter out, final CellImage image) {
        frozen.save(out, image);
    }

    @Override
    public void restore(final StateReader in, final CellImage image) {
        frozen.restore(in, image);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            frozen.finish();
            locator.close();
            ordinals.clear();
            cells.close();
        }
    }
}
