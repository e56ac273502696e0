// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.Slab;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class CodecsTest {
    /** A hand-written codec of variable length that believes what it is told. */
    private static final class BytesCodec implements Codec<byte[]> {
        @Override
        public int schemaId() {
            return 1;
        }

        @Override
        public int maxLength() {
            return 16;
        }

        @Override
        public int encode(final byte[] value, final MutableDirectBuffer target, final int offset) {
            target.putBytes(offset, value);
            return value.length;
        }

        @Override
        public byte[] decode(final DirectBuffer source, final int offset, final int length) {
            assertEquals(length, source.capacity(), "wraps exactly the message");
            final byte[] value = new byte[length];
            source.getBytes(offset, value);
            return value;
        }
    }

    @SuppressWarnings("unchecked") // the value is of the codec's type
    private static <T> T through(final AddressCodec<?> codec, final T value) {
        final AddressCodec<T> typed = (AddressCodec<T>) codec;
        try (Slab slab = new Slab(typed.maxLength(), Long.BYTES)) {
            final int length = typed.encodeAt(value, slab.address());
            return typed.decodeAt(slab.address(), length);
        }
    }

    @Test
    void everyTypeOnItsOwnComesBack() {
        for (final Object value : List.of(
                1,
                -2L,
                (short) 3,
                (byte) -4,
                'x',
                Double.NaN,
                -0.0,
                1.5f,
                true,
                Shapes.Side.BUY,
                Shapes.Side.SELL,
                "",
                "gr\u00fc\u00df",
                "AAPL")) {
            assertEquals(value, through(Codecs.ofType(value.getClass()), value));
        }
        assertEquals(7, through(Codecs.ofType(int.class), 7));
        assertInstanceOf(RecordCodec.class, Codecs.ofType(Shapes.Wide.class));
    }

    @Test
    void boxesComeBackFromBuffersToo() {
        final ValueCodec<?> codec = assertInstanceOf(ValueCodec.class, Codecs.ofType(Long.class));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[9]);
        buffer.putLong(1, 77);
        assertEquals(77L, codec.decode(buffer, 1, 8));
    }

    @Test
    void aTypeWithoutACodecIsRefusedWithTheRemedy() {
        assertEquals(
                "type java.util.List has no derived codec: name a codec with .as(codec), or make it a record",
                assertThrows(IllegalArgumentException.class, () -> Codecs.ofType(List.class))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Codecs.ofType(Object.class));
        assertThrows(IllegalArgumentException.class, () -> Codecs.ofType(Void.class));
        assertThrows(IllegalArgumentException.class, () -> Codecs.ofType(Record.class));
    }

    @Test
    void stringsHaveTheBytesOfUtf8() {
        final AddressCodec<String> codec = Codecs.string(400);
        final long seed = 99;
        final Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            final StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(100); i > 0; i--) {
                final int point = random.nextInt(random.nextBoolean() ? 0x80 : random.nextBoolean() ? 0x900 : 0x110000);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
            }
            final String value = text.toString();
            final byte[] expected = value.getBytes(StandardCharsets.UTF_8);
            final byte[] bytes = new byte[400];
            final int length = ((StringCodec) codec).encode(value, new UnsafeBuffer(bytes), 0);
            assertEquals(expected.length, length, "seed=" + seed);
            assertEquals(0, Arrays.compare(expected, 0, length, bytes, 0, length), "seed=" + seed);
            assertEquals(value, through(codec, value), "seed=" + seed);
        }
    }

    @Test
    void stringsThatDoNotFitAreRefused() {
        final AddressCodec<String> codec = Codecs.string(3);
        assertEquals("abc", through(codec, "abc"));
        assertEquals(
                "String: value='abcd', length=4 takes more bytes than bytesMax=3: use Codecs.string(..) with a higher bound",
                assertThrows(IllegalArgumentException.class, () -> through(codec, "abcd"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> through(codec, "\u20ac\u20ac"));
        assertThrows(IllegalArgumentException.class, () -> through(codec, "\ud800"));
    }

    @Test
    void stringsThatDifferInZerosAtTheEndStayDifferent() {
        final AddressCodec<String> codec = Codecs.string(8);
        assertEquals("a", through(codec, "a"));
        assertEquals("a\0", through(codec, "a\0"));
        assertEquals("a", through(codec, "a"));
    }

    @Test
    void aCodecThatKnowsAddressesIsItsOwnAdapter() {
        final RecordCodec<Shapes.Wide> codec = Codecs.of(Shapes.Wide.class);
        assertSame(codec, Codecs.addressed(codec));
    }

    @Test
    void aHandWrittenCodecSeesExactlyItsMessage() {
        final byte[] value = {1, 2, 3};
        assertEquals(0, Arrays.compare(value, through(Codecs.addressed(new BytesCodec()), value)));
    }

    @Test
    void aHandWrittenCodecCannotWritePastItsMaxLength() {
        final AddressCodec<byte[]> codec = Codecs.addressed(new BytesCodec());
        try (Slab slab = new Slab(64, Long.BYTES)) {
            assertThrows(IndexOutOfBoundsException.class, () -> codec.encodeAt(new byte[17], slab.address()));
        }
    }

    @Test
    void severalThreadsEncodeThroughOneAdapter() throws Exception {
        final AddressCodec<byte[]> codec = Codecs.addressed(new BytesCodec());
        final Callable<Boolean> loop = () -> {
            final byte own = (byte) Thread.currentThread().getName().hashCode();
            final byte[] value = {own, own, own};
            boolean intact = true;
            for (int i = 0; i < 20_000; i++) {
                intact &= Arrays.equals(value, through(codec, value));
            }
            return intact;
        };
        final ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (final Future<Boolean> intact : threads.invokeAll(List.of(loop, loop, loop))) {
                assertEquals(true, intact.get());
            }
        } finally {
            threads.shutdown();
        }
    }
}
