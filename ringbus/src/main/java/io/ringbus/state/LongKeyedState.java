// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/**
 * A located state whose keys are boxed integers of any width, kept as longs: the box of the caller is opened in the first
 * statement and goes no further, so the compiler drops it. A template: copied for each use, so it holds
 * no lambda, and nothing names it but itself.
 */
final class LongKeyedState<K> implements KeyedState<K>, CellTable<K> {
    private final String name;
    private final LongKeys kind;
    private final CellStore<K> cells;
    private final LongLocator locator;
    private final SlowPath adding = new SlowPath(MethodHandles.lookup(), this, "add", long.class);
    private final Ordinals ordinals = new Ordinals();
    private long[] keys = new long[16];
    private boolean closed;

    LongKeyedState(final String name, final LongKeys kind, final long expectedKeys, final CellStore<K> cells) {
        this.name = name;
        this.kind = kind;
        this.cells = cells;
        this.locator = new LongLocator(expectedKeys);
    }

    @Override
    public long cell(final K key) {
        final long bits = key instanceof Number number ? number.longValue() : (Character) key;
        final long address = locator.find(bits);
        return address != 0 ? address : adding.call(bits);
    }

    @Override
    public long find(final K key) {
        return locator.find(key instanceof Number number ? number.longValue() : (Character) key);
    }

    @SuppressWarnings("UnusedMethod") // called by its name
    private long add(final long bits) {
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
        final int ordinal = ordinals.add(address);
        if (ordinal >= keys.length) {
            keys = Arrays.copyOf(keys, 2 * keys.length);
        }
        keys[ordinal] = bits;
        Memory.putInt(address + CellLayout.ORDINAL_OFFSET, ordinal);
        return address;
    }

    @Override
    public boolean remove(final K key) {
        final long bits = key instanceof Number number ? number.longValue() : (Character) key;
        final long address = locator.find(bits);
        if (address == 0) {
            return false;
        }
        final int ordinal = Memory.getInt(address + CellLayout.ORDINAL_OFFSET);
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
    public void close() {
        if (!closed) {
            closed = true;
            locator.close();
            ordinals.clear();
            cells.close();
        }
    }
}
