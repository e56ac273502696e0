// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/**
 * What of a cell goes into a snapshot, and back. A cell that points to memory of the operator's own writes what lies there.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Lifetime.</b> {@link #write} may be called as long as the state lives, after later records too.
 */
public interface CellImage {
    /** Appends all that {@link #read} needs; as many bytes as the cell takes. It may not change the cell. */
    void write(long cell, StateWriter out);

    /** Fills a new cell, zeroed so far, from what {@link #write} appended. */
    void read(StateReader in, long cell);

    /**
     * Tells of a new cell of a share, before {@link #read}, under which ordinal it was saved: whoever names keys by ordinals
     * beside the cells gives them new ones.
     */
    default void placed(final int savedOrdinal, final long cell) {}

    /** The operator's {@code valueBytes} as they are. */
    static CellImage whole(final int valueBytes) {
        return new WholeCell(valueBytes);
    }
}
