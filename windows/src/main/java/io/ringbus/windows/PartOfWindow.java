// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;

/** Some records of a window, by their indices: they are read from the whole when they are asked for. */
final class PartOfWindow<T> implements Window<T> {
    private static final int RECORDS_MIN = 8;

    private final Window<T> whole;
    private long[] indices = new long[RECORDS_MIN];
    private int size;
    private long startNs;
    private long endNs;
    private boolean early;

    PartOfWindow(final Window<T> whole) {
        this.whole = whole;
    }

    /** Forgets its records, for another part with these bounds. */
    PartOfWindow<T> begin(final long newStartNs, final long newEndNs, final boolean newEarly) {
        early = newEarly;
        size = 0;
        startNs = newStartNs;
        endNs = newEndNs;
        return this;
    }

    void add(final long index) {
        if (size == indices.length) {
            indices = Arrays.copyOf(indices, 2 * size);
        }
        indices[size++] = index;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public T record(final long index) {
        return whole.record(indices[Objects.checkIndex((int) index, size)]);
    }

    @Override
    public long timestampNs(final long index) {
        return whole.timestampNs(indices[Objects.checkIndex((int) index, size)]);
    }

    @Override
    public long startNs() {
        return startNs;
    }

    @Override
    public long endNs() {
        return endNs;
    }

    @Override
    public boolean isEarly() {
        return early;
    }

    @Override
    public Iterator<T> iterator() {
        return new WindowIterator<>(this);
    }
}
