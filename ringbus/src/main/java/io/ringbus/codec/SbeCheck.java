// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Walks what follows the root block of an SBE message, so that no count or length in it leads past its end. Put together in
 * the order of the schema: {@code SbeCheck.group("fills", 16).then(SbeCheck.data("note", 2))}.
 *
 * <p><b>Layout.</b> {@link #group} and {@link #data} expect the little-endian headers that sbe-tool proposes: a group starts
 * with the length of an entry and their number, two bytes each. Write the interface by hand for other headers.
 * <p><b>Threading.</b> Any thread; a check keeps no state.
 * <p><b>Allocation.</b> None.
 */
@FunctionalInterface
public interface SbeCheck {
    /** Checks what starts at {@code offset} and returns the offset behind it, at most {@code end}. */
    int check(DirectBuffer message, int offset, int end);

    /** Nothing follows. */
    static SbeCheck none() {
        return (message, offset, end) -> offset;
    }

    /** A repeating group whose entries have at least {@code blockLengthMin} bytes and no groups of their own. */
    static SbeCheck group(final String name, final int blockLengthMin) {
        return (message, offset, end) -> {
            final int entries = SbeBounds.entriesOffset(name, message, offset, end, blockLengthMin);
            final long bytes = (long) SbeBounds.count(message, offset) * SbeBounds.blockLength(message, offset);
            return SbeBounds.behind(name, "count x blockLength", bytes, entries, end);
        };
    }

    /** A repeating group whose entries are followed by groups or data of their own. */
    static SbeCheck group(final String name, final int blockLengthMin, final SbeCheck entry) {
        return (message, offset, end) -> {
            int next = SbeBounds.entriesOffset(name, message, offset, end, blockLengthMin);
            final int count = SbeBounds.count(message, offset);
            final int blockLength = SbeBounds.blockLength(message, offset);
            for (int i = 0; i < count; i++) {
                next = entry.check(message, SbeBounds.behind(name, "blockLength", blockLength, next, end), end);
            }
            return next;
        };
    }

    /** Variable data after a length of 1, 2 or 4 bytes. */
    static SbeCheck data(final String name, final int lengthBytes) {
        if (lengthBytes != Byte.BYTES && lengthBytes != Short.BYTES && lengthBytes != Integer.BYTES) {
            throw new IllegalArgumentException(
                    "sbe data '" + name + "': lengthBytes=" + lengthBytes + " is not 1, 2 or 4");
        }
        return (message, offset, end) -> {
            final int start = SbeBounds.behind(name, "lengthBytes", lengthBytes, offset, end);
            final long bytes = switch (lengthBytes) {
                case Byte.BYTES -> message.getByte(offset) & 0xFFL;
                case Short.BYTES -> message.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFFL;
                default -> message.getInt(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
            };
            return SbeBounds.behind(name, "length", bytes, start, end);
        };
    }

    /** This, and {@code next} behind it. */
    default SbeCheck then(final SbeCheck next) {
        return (message, offset, end) -> next.check(message, check(message, offset, end), end);
    }
}
