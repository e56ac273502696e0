// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import org.jspecify.annotations.Nullable;

/**
 * Told of each record that entered no window, so that none is lost uncounted.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public interface Unplaced<T> extends Stateful {
    /** All windows of the record were closed when it came. */
    void late(@Nullable T record, long timestampNs);

    /** The record lies between two windows: the slide is wider than the window. */
    void inGap(@Nullable T record, long timestampNs);

    /** Whether the records themselves are looked at; otherwise they are null, and need not exist as objects. */
    boolean wantsRecords();

    @Override
    default void save(final StateWriter out) {}

    @Override
    default void restore(final StateReader in) {}
}
