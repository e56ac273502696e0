// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Goes through the records of a window once. */
final class WindowIterator<T> implements Iterator<T> {
    private final Window<T> window;
    private long index;

    WindowIterator(final Window<T> window) {
        this.window = window;
    }

    @Override
    public boolean hasNext() {
        return index < window.size();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("window: no record at index=" + index + ", size=" + window.size());
        }
        return window.record(index++);
    }
}
