// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.ring.Gate;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is in the slots of a ring into frames, as many as there are and fit, for one write.
 *
 * <p><b>Threading.</b> The journal's thread. <b>Allocation.</b> One native buffer.
 */
final class FrameBatch implements AutoCloseable {
    private static final int BYTES = 1 << 16;
    private static final int SLOTS_MAX = 1 << 12;
    private static final long NO_MARK = -1;

    private final int frameBytesMax;
    private final ByteBuffer frames;
    private final long address;
    private JournalLayout.@Nullable Checksum checksum;
    private int limit;
    private int length;
    private long markAt = NO_MARK;

    FrameBatch(final int payloadBytesMax) {
        frameBytesMax = JournalLayout.frameBytes(payloadBytesMax);
        frames = ByteBuffer.allocateDirect(Math.max(BYTES, frameBytesMax + JournalLayout.FRAME_HEADER_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        address = BufferUtil.address(frames);
    }

    /** Whether writers have published something. */
    boolean isReadable(final Gate gate) {
        return gate.readableUpTo(1) >= gate.next();
    }

    /** Begins a batch for {@code segment}; false when that has no room for a frame and the next one must begin. */
    boolean begin(final SegmentWriter segment, final int segmentBytes) {
        final long room = segmentBytes - segment.length();
        final int least = frameBytesMax + JournalLayout.FRAME_HEADER_BYTES;
        if (room < least && segment.length() > JournalLayout.HEADER_BYTES) {
            return false;
        }
        limit = (int) Math.min(frames.capacity(), Math.max(room, least));
        length = 0;
        checksum = segment.checksum();
        markAt = NO_MARK;
        if (segment.isMarkDue()) {
            segment.marked();
            markAt = segment.length();
        }
        return true;
    }

    /** Reads slots; answers how many records were in them, the first of which has this sequence. */
    int fill(final Gate gate, final long sequence) {
        final long last = gate.readableUpTo(SLOTS_MAX);
        long slotSequence = gate.next();
        int records = 0;
        while (slotSequence <= last) {
            final long slot = gate.addressOf(slotSequence);
            if (Memory.getShort(slot + SlotLayout.KIND_OFFSET) == SlotLayout.DATA) {
                if (length + JournalLayout.FRAME_HEADER_BYTES + frameBytesMax > limit) {
                    break;
                }
                if (markAt != NO_MARK) {
                    header(JournalLayout.MARK, sequence, markAt);
                    markAt = NO_MARK;
                }
                put(slot, sequence + records);
                records++;
                slotSequence += gate.spanAt(slot);
            } else {
                slotSequence++;
            }
        }
        gate.readUpTo(slotSequence);
        return records;
    }

    private void put(final long slot, final long sequence) {
        final int payloadBytes = Memory.getInt(slot + SlotLayout.LENGTH_OFFSET);
        final long to = address + length;
        final int frameBytes = JournalLayout.frameBytes(payloadBytes);
        Memory.putLong(to + frameBytes - JournalLayout.ALIGNMENT, 0);
        Memory.copy(slot + SlotLayout.HEADER_BYTES, to + JournalLayout.FRAME_HEADER_BYTES, payloadBytes);
        header(payloadBytes, sequence, Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET));
    }

    private void header(final int payloadBytes, final long sequence, final long timestampNs) {
        final long to = address + length;
        Memory.putInt(to + JournalLayout.LENGTH_OFFSET, payloadBytes);
        Memory.putLong(to + JournalLayout.SEQUENCE_OFFSET, sequence);
        Memory.putLong(to + JournalLayout.TIMESTAMP_OFFSET, timestampNs);
        final JournalLayout.Checksum sums = checksum;
        if (sums == null) {
            throw new IllegalStateException("journal batch: it was not begun");
        }
        frames.clear();
        Memory.putInt(to + JournalLayout.CRC_OFFSET, sums.of(frames, length, payloadBytes));
        length += JournalLayout.frameBytes(Math.max(0, payloadBytes));
    }

    /** The frames. */
    ByteBuffer bytes() {
        return frames.clear().limit(length);
    }

    @Override
    public void close() {
        BufferUtil.free(frames);
    }
}
