// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads a ring slot by slot, without a stage, and writes down what it sees: {@code record@time}, {@code W time}, marks. */
final class SlotReader<T> {
    private final Inlet inlet;
    private final AddressCodec<T> codec;
    private long watermarkNs = SlotLayout.NO_TIME;

    SlotReader(final Ring ring, final AddressCodec<T> codec) {
        this.inlet = new Inlet(ring);
        this.codec = codec;
    }

    Inlet inlet() {
        return inlet;
    }

    List<String> read() {
        return read(Integer.MAX_VALUE);
    }

    List<String> read(final int slotsMax) {
        final List<String> seen = new ArrayList<>();
        final long last = inlet.readableUpTo(slotsMax);
        long sequence = inlet.next();
        while (sequence <= last) {
            final long slot = inlet.table().addressOf(sequence);
            final long carriedNs = Memory.getLong(slot + SlotLayout.WATERMARK_OFFSET);
            if (carriedNs > watermarkNs) {
                watermarkNs = carriedNs;
                seen.add("W " + carriedNs);
            }
            sequence += one(slot, seen);
        }
        inlet.advanceTo(sequence);
        return seen;
    }

    private int one(final long slot, final List<String> seen) {
        final short kind = Memory.getShort(slot + SlotLayout.KIND_OFFSET);
        switch (kind) {
            case SlotLayout.DATA -> {
                final int length = Memory.getInt(slot + SlotLayout.LENGTH_OFFSET);
                seen.add(codec.decodeAt(slot + SlotLayout.HEADER_BYTES, length) + "@"
                        + Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET));
                return inlet.spanAt(slot);
            }
            case SlotLayout.IDLE -> seen.add("idle");
            case SlotLayout.END -> seen.add("end");
            case SlotLayout.WATERMARK, SlotLayout.PAD -> {}
            default -> throw new IllegalStateException("kind=" + kind);
        }
        return 1;
    }
}
