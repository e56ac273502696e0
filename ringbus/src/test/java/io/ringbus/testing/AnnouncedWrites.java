// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the user of a state to the rule that lets a snapshot be copied after the barrier: nothing of a cell changes, nor what
 * hangs on it, before the cell has been asked for again.
 */
final class AnnouncedWrites {
    private record Frozen(long cell, CellImage image, byte[] bytes) {}

    private final Map<Integer, Frozen> frozen = new HashMap<>();
    private @Nullable StateWriter scratch;

    /** A snapshot has the cell as it is now: what was appended to {@code out} since it was {@code from} bytes long. */
    void freeze(final int ordinal, final long cell, final CellImage image, final StateWriter out, final long from) {
        frozen.put(ordinal, new Frozen(cell, image, bytes(out, from)));
    }

    /** The cell is asked for, and may change from now on. */
    void announce(final int ordinal) {
        final Frozen cell = frozen.remove(ordinal);
        if (cell != null) {
            check(ordinal, cell);
        }
    }

    /** No cell that was not asked for has changed; a snapshot begins, or there will be none. */
    void check() {
        try {
            frozen.forEach(this::check);
        } finally {
            frozen.clear();
            if (scratch != null) {
                scratch.close();
                scratch = null;
            }
        }
    }

    private void check(final int ordinal, final Frozen cell) {
        final StateWriter out = scratch == null ? new StateWriter() : scratch;
        scratch = out;
        final long from = out.length();
        cell.image().write(cell.cell(), out);
        assertArrayEquals(
                cell.bytes(),
                bytes(out, from),
                "heap state: the cell of ordinal " + ordinal
                        + " has changed since the snapshot, and was not asked for before");
    }

    private static byte[] bytes(final StateWriter out, final long from) {
        final byte[] bytes = new byte[(int) (out.length() - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Memory.getByte(out.address() + from + i);
        }
        return bytes;
    }
}
