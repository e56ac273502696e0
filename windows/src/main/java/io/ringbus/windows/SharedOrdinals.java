// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.CellLayout;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Restores the cells of a share and remembers which ordinals they have now, for what was saved beside them with the old ones.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class SharedOrdinals implements CellImage, IntUnaryOperator {
    private final CellImage image;

    /** By the saved ordinal, and plus 1; 0 for keys of other instances. */
    private int[] ordinals = new int[16];

    SharedOrdinals(final CellImage image) {
        this.image = image;
    }

    /** The ordinal of what was saved under this one; -1 when it is not of the own keys. */
    @Override
    public int applyAsInt(final int savedOrdinal) {
        return savedOrdinal < ordinals.length ? ordinals[savedOrdinal] - 1 : -1;
    }

    @Override
    public void placed(final int savedOrdinal, final long cell) {
        if (savedOrdinal >= ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, 2 * savedOrdinal);
        }
        ordinals[savedOrdinal] = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET) + 1;
    }

    @Override
    public void write(final long cell, final StateWriter out) {
        image.write(cell, out);
    }

    @Override
    public void read(final StateReader in, final long cell) {
        image.read(in, cell);
    }
}
