// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import java.util.concurrent.atomic.AtomicLong;

/** A keyed state that counts how often cells are looked up by ordinal, which is how windows visit them. */
record CountedVisits<K>(KeyedState<K> state, AtomicLong visits) implements KeyedState<K> {
    @Override
    public long cell(final K key) {
        return state.cell(key);
    }

    @Override
    public long find(final K key) {
        return state.find(key);
    }

    @Override
    public long cellAt(final int ordinal) {
        visits.incrementAndGet();
        return state.cellAt(ordinal);
    }

    @Override
    public long peek(final K key) {
        return state.peek(key);
    }

    @Override
    public long peekAt(final int ordinal) {
        visits.incrementAndGet();
        return state.peekAt(ordinal);
    }

    @Override
    public K keyAt(final int ordinal) {
        return state.keyAt(ordinal);
    }

    @Override
    public boolean remove(final K key) {
        return state.remove(key);
    }

    @Override
    public int size() {
        return state.size();
    }

    @Override
    public int ordinals() {
        return state.ordinals();
    }

    @Override
    public void save(final StateWriter out, final CellImage image) {
        state.save(out, image);
    }

    @Override
    public void restore(final StateReader in, final CellImage image) {
        state.restore(in, image);
    }

    @Override
    public void close() {
        state.close();
    }
}
