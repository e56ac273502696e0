// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/**
 * Layout of what {@link BlockSummary} keeps in a cell. Time is cut into blocks of some slides; a window is the rest of one
 * block, some whole ones, and the beginning of another.
 *
 * <pre>
 *   byte   0      8          +1 accumulator  +1          + {@value #TOTALS}            + blockSlides
 *          +------+----------+---------------+-----------+-------------------+
 *          | mark | prefix   | middle        | totals    | suffixes          |
 *          +------+----------+---------------+-----------+-------------------+
 * </pre>
 *
 * The suffixes are those of two blocks that take turns: see {@link BlockSummary}.
 *
 * @param blockSlides      slides of a block
 * @param blockSlices      slices of a block
 * @param accumulatorBytes bytes of one accumulator
 */
record Blocks(int blockSlides, long blockSlices, int accumulatorBytes) {
    /** A window has room for at most so many whole blocks. */
    private static final int WHOLE_MAX = 8;

    /** Blocks whose totals are kept: those of a window, and one that may end while the window lies in one block. */
    private static final int TOTALS = WHOLE_MAX;

    static Blocks of(final Slices slices, final int accumulatorBytes) {
        final long slides = slices.windowSlices() / slices.slideSlices();
        final int blockSlides = (int) ((slides + WHOLE_MAX - 1) / WHOLE_MAX);
        return new Blocks(blockSlides, blockSlides * slices.slideSlices(), accumulatorBytes);
    }

    int keptBytes() {
        return suffixOffset(blockSlides);
    }

    /** The slices from the end of the last whole block to the end of the window. */
    int prefixOffset() {
        return Long.BYTES;
    }

    /** The whole blocks of the window. */
    int middleOffset() {
        return prefixOffset() + accumulatorBytes;
    }

    /** Whole blocks, each by itself. */
    int totalsOffset() {
        return middleOffset() + accumulatorBytes;
    }

    /** One whole block, by its number. */
    int totalOffset(final long block) {
        return totalsOffset() + (int) Math.floorMod(block, (long) TOTALS) * accumulatorBytes;
    }

    /** Place {@code index} of the suffixes. */
    int suffixOffset(final int index) {
        return totalsOffset() + (TOTALS + index) * accumulatorBytes;
    }
}
