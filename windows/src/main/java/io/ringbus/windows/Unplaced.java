// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/**
 * Told of each record that entered no window, so that none is lost uncounted.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public interface Unplaced<T> {
    /** All windows of the record were closed when it came. */
    void late(T record, long timestampNs);

    /** The record lies between two windows: the slide is wider than the window. */
    void inGap(T record, long timestampNs);
}
