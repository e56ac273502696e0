// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/** Copies the operator's bytes of a cell as they are. */
record WholeCell(int valueBytes) implements CellImage {
    @Override
    public void write(final long cell, final StateWriter out) {
        copy(cell, out.room(valueBytes));
    }

    /** Writes the image of {@code cell}, of {@code valueBytes}, to memory beside it. */
    void copy(final long cell, final long to) {
        if (valueBytes == Long.BYTES) { // most are, and a loop of one round costs as much as all else of an entry
            Memory.putLong(to, Memory.getLong(cell));
        } else {
            Memory.copyApart(cell, to, valueBytes);
        }
    }

    @Override
    public void read(final StateReader in, final long cell) {
        in.getBytes(cell, valueBytes);
    }
}
