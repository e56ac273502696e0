// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/** Copies the operator's bytes of a cell as they are. */
record WholeCell(int valueBytes) implements CellImage {
    @Override
    public void write(final long cell, final StateWriter out) {
        if (valueBytes == Long.BYTES) { // most are, and a loop of one round costs as much as all else of an entry
            out.putLong(Memory.getLong(cell));
        } else {
            out.putBytes(cell, valueBytes);
        }
    }

    @Override
    public void read(final StateReader in, final long cell) {
        in.getBytes(cell, valueBytes);
    }
}
