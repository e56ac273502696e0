// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The header of a repeating group, and the comparisons that keep a reader inside its message.
 * <pre>
 *   byte   0             2       4
 *          +-------------+-------+----------------------------+
 *          | blockLength | count | entries, blockLength each  |
 *          +-------------+-------+----------------------------+
 * </pre>
 */
final class SbeBounds {
    private static final int COUNT_OFFSET = Short.BYTES;
    private static final int HEADER_BYTES = COUNT_OFFSET + Short.BYTES;
    private static final int UNSIGNED = 0xFFFF;

    private SbeBounds() {}

    static int blockLength(final DirectBuffer message, final int group) {
        return message.getShort(group, ByteOrder.LITTLE_ENDIAN) & UNSIGNED;
    }

    static int count(final DirectBuffer message, final int group) {
        return message.getShort(group + COUNT_OFFSET, ByteOrder.LITTLE_ENDIAN) & UNSIGNED;
    }

    /** The offset of the first entry, after a look at the header. */
    static int entriesOffset(
            final String name, final DirectBuffer message, final int group, final int end, final int blockLengthMin) {
        final int entries = behind(name, "group header", HEADER_BYTES, group, end);
        if (count(message, group) > 0 && blockLength(message, group) < blockLengthMin) {
            throw new IllegalArgumentException("sbe '" + name + "': blockLength=" + blockLength(message, group) + " < "
                    + blockLengthMin + ": the message is damaged or of another schema");
        }
        return entries;
    }

    static int behind(final String name, final String what, final long bytes, final int offset, final int end) {
        if (bytes > end - offset) {
            throw new IllegalArgumentException("sbe '" + name + "': " + what + "=" + bytes + " > remaining="
                    + (end - offset) + ": the message is damaged or of another schema");
        }
        return offset + (int) bytes;
    }
}
