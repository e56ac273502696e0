// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * Hashes to 64 bits, the same in every process: accumulators that hold them are written to snapshots.
 *
 * <p><b>Source.</b> The finishing mix of MurmurHash3 (Appleby) in the variant 13 of Stafford, <i>Better Bit Mixing</i>, 2011:
 * each bit of the input changes each bit of the result in about half of all cases.
 */
final class Hash {
    private static final long FIRST_FACTOR = 0xBF58_476D_1CE4_E5B9L;
    private static final long SECOND_FACTOR = 0x94D0_49BB_1331_11EBL;
    private static final long STEP_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private Hash() {}

    static long of(final long value) {
        final long once = (value ^ (value >>> 30)) * FIRST_FACTOR;
        final long twice = (once ^ (once >>> 27)) * SECOND_FACTOR;
        return twice ^ (twice >>> 31);
    }

    static long of(final CharSequence text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = step(hash, text.charAt(i));
        }
        return of(hash);
    }

    /** Hash of some bytes; those after them up to a full word are read, too, and do not matter. */
    static long ofBytes(final long address, final int length) {
        long hash = length;
        final int words = length / Long.BYTES;
        for (int word = 0; word < words; word++) {
            hash = step(hash, Memory.getLong(address + (long) word * Long.BYTES));
        }
        final int restBits = (length % Long.BYTES) * Byte.SIZE;
        if (restBits != 0) {
            hash = step(hash, Memory.getLong(address + (long) words * Long.BYTES) & ((1L << restBits) - 1));
        }
        return of(hash);
    }

    private static long step(final long hash, final long word) {
        return (hash ^ (hash >>> Integer.SIZE) ^ word) * STEP_FACTOR;
    }
}
