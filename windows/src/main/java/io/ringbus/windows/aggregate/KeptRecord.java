// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/**
 * A record kept in its encoded form inside an accumulator, with its time.
 *
 * <pre>
 *   byte   0              8                16
 *          +--------------+----------------+---------------------+
 *          | length + 1   | timestamp (ns) | bytes (8-aligned)   |
 *          +--------------+----------------+---------------------+
 * </pre>
 *
 * A first word of 0 means that there is none.
 */
final class KeptRecord {
    /** Offset of the record's timestamp, a long. */
    static final int TIMESTAMP_OFFSET = Long.BYTES;

    /** Offset of the encoded record. */
    static final int RECORD_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

    private KeptRecord() {}

    static int bytes(final AddressCodec<?> codec) {
        return (RECORD_OFFSET + codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }

    static boolean isPresent(final long address) {
        return Memory.getLong(address) != 0;
    }

    static long timestampNs(final long address) {
        return Memory.getLong(address + TIMESTAMP_OFFSET);
    }

    static <T> void put(final AddressCodec<T> codec, final T record, final long timestampNs, final long address) {
        final long length = codec.encodeAt(record, address + RECORD_OFFSET);
        Memory.putLong(address, length + 1);
        Memory.putLong(address + TIMESTAMP_OFFSET, timestampNs);
    }

    static <T> T get(final AddressCodec<T> codec, final long address) {
        return codec.decodeAt(address + RECORD_OFFSET, (int) (Memory.getLong(address) - 1));
    }

    /** Copies the record, which must be present, leaving the rest of the target's bytes alone. */
    static void copy(final long source, final long target) {
        Memory.copy(source, target, RECORD_OFFSET + Memory.getLong(source) - 1);
    }
}
