// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A located state whose keys are objects, kept on the heap so that a lookup compares identities first: a symbol that its
 * codec interned is found without reading it. Open addressing, probed linearly, at most half full; removing shifts back.
 * A template: copied for each use, so it holds no lambda, nothing names it but itself, and each copy knows one kind of key.
 */
final class ObjectKeyedState<K> implements KeyedState<K>, CellTable<K>, SavedTable {
    private static final @Nullable Object[] NOTHING = new Object[1];

    private final String name;
    private final CellStore<K> cells;
    private final SlowPath making = new SlowPath(MethodHandles.lookup(), this, "make", Object.class, int.class);
    private final Ordinals ordinals = new Ordinals();
    private final AddressCodec<K> keyCodec;
    private final boolean tracked;
    private final Predicate<K> owned;
    private final FrozenCells frozen;
    private @Nullable Object[] keys;
    private @Nullable Object[] shown; // what a record sees: the keys, or nothing, as in LongLookup
    private int[] hashes;
    private long[] addresses;
    private @Nullable Object[] keyOfOrdinal = new Object[16];
    private boolean closed;

    ObjectKeyedState(final StateSpec<K> spec, final CellStore<K> cells) {
        this.name = LocatedState.subject(spec);
        this.cells = cells;
        this.keyCodec = spec.keyCodec();
        this.tracked = spec.tracked();
        this.owned = spec.owned();
        this.frozen = new FrozenCells(spec, this, ordinals);
        final int entries = 1 << LocatorSizing.tableBits(spec.expectedKeys());
        keys = new Object[entries];
        shown = keys;
        hashes = new int[entries];
        addresses = new long[entries];
    }

    @Override
    public long cell(final K key) {
        final int hash = spread(key.hashCode());
        final int index = indexOf(shown, key, hash);
        if (index < 0) {
            return making.call(key, hash);
        }
        final long address = addresses[index];
        if (tracked) {
            Memory.putInt(address + CellLayout.EPOCH_OFFSET, frozen.epoch());
        }
        return address;
    }

    @Override
    public long find(final K key) {
        final int index = indexOf(keys, key, spread(key.hashCode()));
        return index >= 0 ? touched(addresses[index]) : 0;
    }

    @Override
    public long peek(final K key) {
        final int index = indexOf(keys, key, spread(key.hashCode()));
        return index >= 0 ? addresses[index] : 0;
    }

    @Override
    public long peekAt(final int ordinal) {
        return ordinals.address(ordinal);
    }

    private long touched(final long address) {
        if (tracked) {
            frozen.beforeWrite(address);
        }
        return address;
    }

    /** Index of the key's entry, or the complement of where it belongs. */
    @SuppressWarnings("ReferenceEquality") // the same instance needs no reading; another one is compared by equals
    private int indexOf(final @Nullable Object[] table, final Object key, final int hash) {
        final int last = table.length - 1;
        int index = hash & last;
        Object there = table[index];
        while (there != null) {
            if (there == key || (hashes[index] == hash && there.equals(key))) {
                return index;
            }
            index = (index + 1) & last;
            there = table[index];
        }
        return ~index;
    }

    @SuppressWarnings({"UnusedMethod", "unchecked"}) // called by its name, by cell alone
    private long make(final Object key, final int hash) {
        final int index = indexOf(keys, key, hash);
        return index >= 0 ? touched(addresses[index]) : add((K) key, hash);
    }

    private long add(final K key, final int hash) {
        final long address = create(key, hash);
        number(ordinals.add(address), key, address);
        return address;
    }

    @Override
    public void guard(final boolean guarded) {
        shown = guarded ? NOTHING : keys;
    }

    @Override
    public void saveKey(final int ordinal, final StateWriter out) {
        out.put(keyCodec, keyAt(ordinal));
    }

    @Override
    public long place(final int ordinal, final StateReader in) {
        final K key = in.get(keyCodec);
        final long address = create(key, spread(key.hashCode()));
        ordinals.place(ordinal, address);
        number(ordinal, key, address);
        return address;
    }

    @Override
    public long placeIfOwned(final StateReader in) {
        final K key = in.get(keyCodec);
        return owned.test(key) ? add(key, spread(key.hashCode())) : 0;
    }

    @Override
    public void placed() {
        ordinals.settle();
    }

    private long create(final K key, final int hash) {
        if (closed) {
            throw new IllegalStateException(name + " is closed: a key came after the end");
        }
        if (2L * (ordinals.size() + 1) > keys.length) {
            rebuild(2 * keys.length);
        }
        long address = cells.create(key);
        if (address == CellStore.FULL) {
            cells.grow(this);
            address = cells.create(key);
        }
        write(~indexOf(keys, key, hash), key, hash, address);
        return address;
    }

    private void number(final int ordinal, final K key, final long address) {
        if (ordinal >= keyOfOrdinal.length) {
            keyOfOrdinal = Arrays.copyOf(keyOfOrdinal, Math.max(2 * keyOfOrdinal.length, ordinal + 1));
        }
        keyOfOrdinal[ordinal] = key;
        Memory.putInt(address + CellLayout.ORDINAL_OFFSET, ordinal);
        if (tracked) {
            frozen.added(ordinal, address);
        }
    }

    @Override
    public boolean remove(final K key) {
        final int index = indexOf(keys, key, spread(key.hashCode()));
        if (index < 0) {
            return false;
        }
        final long address = addresses[index];
        final int ordinal = Memory.getInt(address + CellLayout.ORDINAL_OFFSET);
        if (tracked) {
            frozen.beforeWrite(address);
            frozen.removed(ordinal);
        }
        cells.remove(key, address);
        shiftBackInto(index);
        ordinals.release(ordinal);
        keyOfOrdinal[ordinal] = null;
        return true;
    }

    private void shiftBackInto(final int removed) {
        final int last = keys.length - 1;
        int hole = removed;
        int index = (hole + 1) & last;
        while (keys[index] != null) {
            // An entry may fill the hole when its home lies at or before the hole on the way round the table.
            if (((index - hashes[index]) & last) >= ((index - hole) & last)) {
                write(hole, keys[index], hashes[index], addresses[index]);
                hole = index;
            }
            index = (index + 1) & last;
        }
        write(hole, null, 0, 0);
    }

    private void rebuild(final int entries) {
        if (entries < 0) {
            throw new IllegalStateException(
                    name + ": keys=" + ordinals.size() + ", more than a table can index: raise parallelism");
        }
        final @Nullable Object[] oldKeys = keys;
        final int[] oldHashes = hashes;
        final long[] oldAddresses = addresses;
        keys = new Object[entries];
        shown = shown == NOTHING ? NOTHING : keys;
        hashes = new int[entries];
        addresses = new long[entries];
        for (int index = 0; index < oldKeys.length; index++) {
            final Object key = oldKeys[index];
            if (key != null) {
                write(~indexOf(keys, key, oldHashes[index]), key, oldHashes[index], oldAddresses[index]);
            }
        }
    }

    private void write(final int index, final @Nullable Object key, final int hash, final long address) {
        keys[index] = key;
        hashes[index] = hash;
        addresses[index] = address;
    }

    @Override
    public void move(final int ordinal, final long address) {
        final K key = keyAt(ordinal);
        addresses[indexOf(keys, key, spread(key.hashCode()))] = address;
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
    @SuppressWarnings({"unchecked", "NullAway"}) // only keys of K are stored, one for each ordinal in use
    public K keyAt(final int ordinal) {
        return (K) keyOfOrdinal[ordinal];
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
            rebuildEmpty();
            ordinals.clear();
            cells.close();
        }
    }

    private void rebuildEmpty() {
        keys = NOTHING;
        shown = NOTHING;
        hashes = new int[1];
        addresses = new long[1];
        keyOfOrdinal = new Object[1];
    }

    private static int spread(final int hash) {
        final int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }
}
