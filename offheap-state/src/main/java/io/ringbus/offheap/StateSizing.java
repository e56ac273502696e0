// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.CellLayout;
import io.ringbus.state.StateSpec;

/**
 * How many bytes a state takes, before it is opened.
 *
 * <pre>
 *   cell             16 + valueBytes, rounded up to 8
 *   slab backend     keys x cell
 *   chronicle        keys x (4 + key's maxLength, rounded up to 8, + 8 + cell) + lookup
 *     lookup         4 or 8 bytes x the power of two that is at least 1.5 keys
 *   locator          16 bytes x the power of two that is at least 2 keys (off heap for integer keys, on heap for others)
 *   ordinals         16 bytes x keys, on heap
 * </pre>
 *
 * While a state outgrows its locator or its map there are for a moment an old one and one twice as large.
 *
 * <p><b>Units.</b> Bytes. Upper bounds, less than a page too small for alignment.
 */
public final class StateSizing {
    private static final long PAGE_BYTES = 4096;
    private static final long LOCATOR_ENTRY_BYTES = 2 * Long.BYTES;
    private static final long ORDINAL_BYTES = 2 * Long.BYTES;

    /** Maps are addressed by 4-byte lookup entries up to about this many keys. */
    private static final long SMALL_LOOKUP_KEYS = 1 << 14;

    private StateSizing() {}

    /** Bytes of the cells of {@code keys} keys in the slab backend, which takes whole slabs. */
    public static long slabBytes(final StateSpec<?> spec, final long keys) {
        return keys * CellLayout.cellBytes(spec.valueBytes()) + SlabCells.SLAB_BYTES;
    }

    /** Bytes of a Chronicle Map made for {@code keys} keys, in memory or in its file. */
    public static long chronicleBytes(final StateSpec<?> spec, final long keys) {
        final long lookupBytes = powerOfTwo(keys + keys / 2 + 1) * (keys < SMALL_LOOKUP_KEYS ? 4 : 8);
        return keys * chronicleEntryBytes(spec) + keys / Byte.SIZE + lookupBytes + 2 * PAGE_BYTES;
    }

    /** Bytes of the locator and the ordinals of {@code keys} keys, with either backend. */
    public static long locatorBytes(final long keys) {
        return LOCATOR_ENTRY_BYTES * powerOfTwo(2 * keys) + ORDINAL_BYTES * powerOfTwo(keys);
    }

    static String chronicleFormula(final StateSpec<?> spec, final long keys) {
        return "keys=" + keys + " x (key and map "
                + (chronicleEntryBytes(spec) - CellLayout.cellBytes(spec.valueBytes()))
                + " + cell " + CellLayout.cellBytes(spec.valueBytes()) + " bytes) + lookup = "
                + chronicleBytes(spec, keys) + " bytes";
    }

    private static long chronicleEntryBytes(final StateSpec<?> spec) {
        final long keyBytes = ChronicleKeys.keyBytes(spec.keyCodec().maxLength());
        return ((keyBytes + Long.BYTES - 1) & -Long.BYTES) + Long.BYTES + CellLayout.cellBytes(spec.valueBytes());
    }

    private static long powerOfTwo(final long atLeast) {
        return atLeast <= 1 ? 1 : Long.highestOneBit(atLeast - 1) << 1;
    }
}
