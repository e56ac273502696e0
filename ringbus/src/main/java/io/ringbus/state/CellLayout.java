// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/**
 * Byte layout of the engine's part of a state cell; the operator's bytes follow it.
 *
 * <pre>
 *   byte   0         4        8
 *          +---------+--------+----------------------------+
 *          | ordinal | epoch  | operator's bytes (8-aligned)
 *          +---------+--------+----------------------------+
 * </pre>
 *
 * The epoch is the checkpoint in which the cell was last written.
 */
public final class CellLayout {
    /** Offset of the cell's ordinal, an int, from the operator's address (negative: the header lies before it). */
    public static final int ORDINAL_OFFSET = -8;

    /** Offset of the epoch, an int, from the operator's address. */
    public static final int EPOCH_OFFSET = -4;

    /** Bytes before the operator's. */
    public static final int HEADER_BYTES = 8;

    private CellLayout() {}

    /** Bytes of a whole cell whose operator uses {@code valueBytes}. */
    public static int cellBytes(final int valueBytes) {
        return (HEADER_BYTES + valueBytes + Long.BYTES - 1) & -Long.BYTES;
    }
}
