// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.codec.sbe.MessageHeaderDecoder;
import io.ringbus.codec.sbe.MessageHeaderEncoder;
import io.ringbus.codec.sbe.TradeDecoder;
import io.ringbus.codec.sbe.TradeEncoder;
import io.ringbus.slot.Slab;
import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SbeCodecTest {
    private static final int MAX_LENGTH = 256;
    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int COUNT_OFFSET = HEADER_BYTES + TradeEncoder.BLOCK_LENGTH + Short.BYTES;

    private final SbeCodec<TradeDecoder> codec = Codecs.sbe(
            TradeDecoder::new,
            MAX_LENGTH,
            SbeCheck.group("fills", TradeDecoder.FillsDecoder.sbeBlockLength())
                    .then(SbeCheck.data("note", TradeDecoder.noteHeaderLength())));
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_LENGTH]);

    private int writeTrade(final int fillCount, final String note) {
        final TradeEncoder encoder = new TradeEncoder().wrapAndApplyHeader(message, 0, new MessageHeaderEncoder());
        encoder.symbol("SPX").timestampNs(42).price(1.5);
        final TradeEncoder.FillsEncoder fills = encoder.fillsCount(fillCount);
        for (int i = 0; i < fillCount; i++) {
            fills.next().orderId(i).size(10 * i);
        }
        encoder.note(note);
        return HEADER_BYTES + encoder.encodedLength();
    }

    @Test
    void aMessageCrossesMemoryAsItIs() {
        final int length = writeTrade(3, "cross");
        final TradeDecoder arrived = new TradeDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        final AddressCodec<TradeDecoder> addressed = Codecs.addressed(codec);
        try (Slab slab = new Slab(MAX_LENGTH, Long.BYTES)) {
            assertEquals(length, addressed.encodeAt(arrived, slab.address()));
            message.setMemory(0, MAX_LENGTH, (byte) 0);
            final TradeDecoder trade = addressed.decodeAt(slab.address(), length);
            assertEquals("SPX", trade.symbol());
            assertEquals(42, trade.timestampNs());
            assertEquals(1.5, trade.price());
            int index = 0;
            for (final TradeDecoder.FillsDecoder fill : trade.fills()) {
                assertEquals(index, fill.orderId());
                assertEquals(10 * index, fill.size());
                index++;
            }
            assertEquals(3, index);
            assertEquals("cross", trade.note());
        }
    }

    @Test
    void aDecodedMessageIsEncodedAgain() {
        final int length = writeTrade(2, "again");
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[MAX_LENGTH]);
        assertEquals(length, codec.encode(codec.decode(message, 0, length), copy, 5));
        assertEquals("again", noteOf(codec.decode(copy, 5, length)));
    }

    private static String noteOf(final TradeDecoder trade) {
        trade.fills().forEach(fill -> {});
        return trade.note();
    }

    private void decodingSays(final String text, final int length) {
        assertEquals(
                text,
                assertThrows(IllegalArgumentException.class, () -> codec.decode(message, 0, length))
                        .getMessage());
    }

    private void putShort(final int offset, final int value) {
        message.putShort(offset, (short) value, ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void headersOfOtherMessagesAreRefused() {
        final int length = writeTrade(1, "x");
        putShort(2, 9);
        decodingSays(
                "TradeDecoder: templateId=9, schemaId=7 in the header, but the decoder is for templateId=1, schemaId=7",
                length);
    }

    @Test
    void blocksOfAnotherLengthAreRefused() {
        final int length = writeTrade(1, "x");
        putShort(0, 23);
        decodingSays(
                "TradeDecoder: blockLength=23 < blockLengthMin=24: the message is damaged or of an older schema than the"
                        + " codec allows",
                length);
        putShort(0, 60_000);
        decodingSays(
                "TradeDecoder: blockLength=60000 > remaining=" + (length - 8) + ": the message is damaged", length);
        decodingSays("TradeDecoder: length=31 is outside [32, maxLength=256]: the message is damaged", 31);
    }

    @Test
    void countsThatReachPastTheEndAreRefused() {
        final int length = writeTrade(2, "x");
        putShort(COUNT_OFFSET, 3);
        decodingSays(
                "sbe 'fills': count x blockLength=36 > remaining=27: the message is damaged or of another schema",
                length);
        putShort(COUNT_OFFSET - 2, 65_535);
        putShort(COUNT_OFFSET, 65_535);
        decodingSays(
                "sbe 'fills': count x blockLength=4294836225 > remaining=27: the message is damaged or of another schema",
                length);
        putShort(COUNT_OFFSET - 2, 4);
        decodingSays("sbe 'fills': blockLength=4 < 12: the message is damaged or of another schema", length);
    }

    @Test
    void dataThatReachesPastTheEndIsRefused() {
        final int length = writeTrade(0, "abc");
        putShort(length - 5, 4);
        decodingSays("sbe 'note': length=4 > remaining=3: the message is damaged or of another schema", length);
    }

    @Test
    void nestedGroupsAreWalked() {
        final SbeCheck check = SbeCheck.group("legs", 1, SbeCheck.data("text", 1));
        final UnsafeBuffer nested = new UnsafeBuffer(new byte[] {1, 0, 2, 0, 9, 1, 'a', 9, 2, 'b', 'c', 0});
        assertEquals(11, check.check(nested, 0, 12));
        assertEquals(
                "sbe 'text': length=2 > remaining=1: the message is damaged or of another schema",
                assertThrows(IllegalArgumentException.class, () -> check.check(nested, 0, 10))
                        .getMessage());
    }

    @Test
    void aDecoderWithoutAHeaderIsRefused() {
        writeTrade(0, "");
        final TradeDecoder bare = new TradeDecoder().wrap(message, 0, TradeDecoder.BLOCK_LENGTH, 1);
        assertEquals(
                "TradeDecoder: offset=0 < 8 bytes of header: encode a decoder that was wrapped with wrapAndApplyHeader",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> codec.encode(bare, new UnsafeBuffer(new byte[MAX_LENGTH]), 0))
                        .getMessage());
    }

    @Test
    void damagedBytesAreRefusedOrReadButNeverReachPastTheMessage() {
        final long seed = 4_711;
        final Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            final int length = writeTrade(random.nextInt(4), "damage");
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                message.putByte(random.nextInt(length), (byte) random.nextInt());
            }
            try {
                final TradeDecoder trade = codec.decode(message, 0, length);
                trade.sbeDecodedLength();
            } catch (final IllegalArgumentException refused) {
                assertEquals(IllegalArgumentException.class, refused.getClass(), "seed=" + seed);
            }
        }
    }
}
