// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A record comes back as it was, whatever its shape, its values and the memory it goes through. */
class RecordCodecLawsTest {
    private static final int ROUNDS = 300;
    private static final byte GUARD = 0x5A;
    private static final Map<Class<?>, RecordCodec<?>> CODECS = new ConcurrentHashMap<>();

    @Test
    void everyShapeComesBackFromAnAddress() throws ReflectiveOperationException {
        for (final Class<? extends Record> type : Shapes.ALL) {
            for (long seed = 1; seed <= ROUNDS; seed++) {
                roundTripAtAddress(type, seed);
            }
        }
    }

    private static <R extends Record> void roundTripAtAddress(final Class<R> type, final long seed)
            throws ReflectiveOperationException {
        final RecordCodec<R> codec = codecOf(type);
        final R record = new RandomRecords(seed).next(type);
        final int length = codec.maxLength();
        try (Slab slab = new Slab(length + 1, Long.BYTES)) {
            for (int i = 0; i <= length; i++) {
                Memory.putByte(slab.address() + i, GUARD);
            }
            assertEquals(length, codec.encodeAt(record, slab.address()), type.getName());
            assertEquals(record, codec.decodeAt(slab.address(), length), () -> type.getName() + " seed=" + seed);
            assertEquals(GUARD, Memory.getByte(slab.address() + length), "writes past its length");
        }
    }

    @Test
    void everyShapeComesBackFromEveryKindOfBuffer() throws ReflectiveOperationException {
        for (final Class<? extends Record> type : Shapes.ALL) {
            for (long seed = 1; seed <= 20; seed++) {
                roundTripInBuffers(type, seed);
            }
        }
    }

    private static <R extends Record> void roundTripInBuffers(final Class<R> type, final long seed)
            throws ReflectiveOperationException {
        final RecordCodec<R> codec = codecOf(type);
        final R record = new RandomRecords(seed).next(type);
        final int length = codec.maxLength();
        final int offset = 3;
        final List<MutableDirectBuffer> buffers = List.of(
                new UnsafeBuffer(new byte[offset + length]),
                new UnsafeBuffer(ByteBuffer.allocate(offset + length)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(offset + length)),
                new ExpandableArrayBuffer(1));
        for (final MutableDirectBuffer buffer : buffers) {
            assertEquals(length, codec.encode(record, buffer, offset));
            assertEquals(record, codec.decode(buffer, offset, length), () -> type.getName() + " seed=" + seed);
        }
    }

    @Test
    void equalRecordsHaveEqualBytes() throws ReflectiveOperationException {
        for (final Class<? extends Record> type : Shapes.ALL) {
            final RecordCodec<? extends Record> codec = Codecs.of(type);
            final byte[] clean = bytes(codec, new RandomRecords(7).next(type), (byte) 0);
            final byte[] dirty = bytes(codec, new RandomRecords(7).next(type), GUARD);
            assertEquals(ByteBuffer.wrap(clean), ByteBuffer.wrap(dirty), type.getName());
        }
    }

    @SuppressWarnings("unchecked") // the record is of the codec's class
    private static <R extends Record> byte[] bytes(final RecordCodec<R> codec, final Record record, final byte before) {
        final byte[] bytes = new byte[codec.maxLength()];
        Arrays.fill(bytes, before);
        codec.encode((R) record, new UnsafeBuffer(bytes), 0);
        return bytes;
    }

    @SuppressWarnings("unchecked") // a codec is put under its own class
    private static <R extends Record> RecordCodec<R> codecOf(final Class<R> type) {
        return (RecordCodec<R>) CODECS.computeIfAbsent(type, unused -> Codecs.of(type));
    }
}
