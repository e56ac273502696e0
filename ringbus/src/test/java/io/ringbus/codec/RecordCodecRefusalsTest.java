// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordCodecRefusalsTest {
    private static final String PACKAGE = RecordCodecRefusalsTest.class.getName() + '$';

    private enum Side {
        BUY,
        SELL
    }

    private record Quote(@Ascii(8) String symbol, Side side, Level level) {}

    private record Level(
            @Decimal(4) double price, @Decimal(2) BigDecimal fee) {}

    private record Tagged(int id, List<String> tags) {}

    private record Untold(String name) {}

    private record Boxed(Integer count) {}

    private record Unscaled(BigDecimal price) {}

    private record Endless(int id, Endless next) {}

    private record LongText(@Ascii(65) String text) {}

    private record FineScale(@Decimal(19) double price) {}

    private record Misplaced(@Ascii(4) int id) {}

    private final RecordCodec<Quote> codec = Codecs.of(Quote.class);

    private static void derivingSays(final String message, final Class<? extends Record> type) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Codecs.of(type))
                        .getMessage());
    }

    @Test
    void aComponentWithoutABinaryFormIsNamedWithRecordTypeAndRemedy() {
        derivingSays(
                "record " + PACKAGE
                        + "Tagged: component=tags of type=java.util.List has no binary form: use a primitive,"
                        + " an enum, an @Ascii String, a @Decimal or a record, or write a codec by hand",
                Tagged.class);
        derivingSays(
                "record " + PACKAGE + "Untold: component=name of type=java.lang.String has no binary form: give it a"
                        + " length with @Ascii(n), or write a codec by hand",
                Untold.class);
        derivingSays(
                "record " + PACKAGE + "Boxed: component=count of type=java.lang.Integer has no binary form: use the"
                        + " primitive int",
                Boxed.class);
        derivingSays(
                "record " + PACKAGE + "Unscaled: component=price of type=java.math.BigDecimal has no binary form: give"
                        + " it a scale with @Decimal(n)",
                Unscaled.class);
        derivingSays(
                "record " + PACKAGE + "Endless: component=next of type=" + PACKAGE + "Endless has no binary form: a"
                        + " record cannot contain itself",
                Endless.class);
        derivingSays(
                "record " + PACKAGE
                        + "Misplaced: component=id of type=int has no binary form: @Ascii belongs on a String",
                Misplaced.class);
    }

    @Test
    void lengthsAndScalesOutOfBoundsAreNamed() {
        derivingSays("LongText.text: @Ascii length=65 is outside [1, 64]", LongText.class);
        derivingSays("FineScale.price: @Decimal scale=19 is outside [0, 18]", FineScale.class);
    }

    private void encodingSays(final String message, final String symbol, final Side side, final Level level) {
        final Quote quote = new Quote(symbol, side, level);
        final UnsafeBuffer target = new UnsafeBuffer(new byte[codec.maxLength()]);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> codec.encode(quote, target, 0))
                        .getMessage());
    }

    private static Level level(final double price, final String fee) {
        return new Level(price, new BigDecimal(fee));
    }

    @Test
    void aStringThatIsTooLongIsNamedWithItsBound() {
        encodingSays(
                "Quote.symbol: value='ABCDEFGHI', length=9 > 8: raise @Ascii(8) or shorten the value",
                "ABCDEFGHI",
                Side.BUY,
                level(1, "1"));
    }

    @Test
    void aStringWithAnotherCharacterIsNamedWithItsPlace() {
        encodingSays(
                "Quote.symbol: value='AÉ', character 201 at index=1 is outside [1, 127]: @Ascii keeps ASCII only",
                "AÉ",
                Side.BUY,
                level(1, "1"));
        encodingSays(
                "Quote.symbol: value='\0', character 0 at index=0 is outside [1, 127]: @Ascii keeps ASCII only",
                "\0",
                Side.BUY,
                level(1, "1"));
    }

    @Test
    @SuppressWarnings("NullAway") // the point of the test
    void anAbsentValueIsNamed() {
        final String remedy = ": value=null: give every component a value before encoding";
        encodingSays("Quote.symbol" + remedy, null, Side.BUY, level(1, "1"));
        encodingSays("Quote.side" + remedy, "A", null, level(1, "1"));
        encodingSays("Quote.level" + remedy, "A", Side.BUY, null);
        encodingSays("Quote.level.fee" + remedy, "A", Side.BUY, new Level(1, null));
    }

    @Test
    void aDecimalOutOfRangeIsNamed() {
        encodingSays(
                "Quote.level.price: value=9.3E14 is outside +-9.223372036854776E14, the range of @Decimal with units of"
                        + " 1.0E-4: lower the scale or keep a plain double",
                "A",
                Side.BUY,
                level(9.3e14, "1"));
        encodingSays(
                "Quote.level.price: value=NaN is outside +-9.223372036854776E14, the range of @Decimal with units of"
                        + " 1.0E-4: lower the scale or keep a plain double",
                "A",
                Side.BUY,
                level(Double.NaN, "1"));
        for (final String fee : List.of("92233720368547758.08", "1E+1000000000")) {
            encodingSays(
                    "Quote.level.fee: value=" + fee + " is outside +-92233720368547758.07, the range of @Decimal(2):"
                            + " lower the scale",
                    "A",
                    Side.BUY,
                    level(1, fee));
        }
    }

    @Test
    void anOrdinalWithoutAConstantIsRefusedAndNeverIndexed() {
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            codec.encodeAt(new Quote("A", Side.SELL, level(1, "1")), slab.address());
            for (final RecordField field : codec.fields()) {
                if (field.type() == Side.class) {
                    Memory.putByte(slab.address() + field.offset(), (byte) -1);
                }
            }
            assertEquals(
                    "Quote.side: ordinal=255 >= constants=2: the bytes are damaged or were written with another schema",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> codec.decodeAt(slab.address(), codec.maxLength()))
                            .getMessage());
        }
    }

    @Test
    void aLengthOfAnotherSchemaIsRefusedByTheBufferForm() {
        assertEquals(
                "record " + PACKAGE
                        + "Quote: length=3 != 25: the bytes are damaged or were written with another schema",
                assertThrows(IllegalArgumentException.class, () -> codec.decode(new UnsafeBuffer(new byte[100]), 0, 3))
                        .getMessage());
    }

    @Test
    void aBufferThatIsTooShortIsRefusedBeforeAnythingIsTouched() {
        final Quote quote = new Quote("A", Side.BUY, level(1, "1"));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> codec.encode(quote, new UnsafeBuffer(ByteBuffer.allocateDirect(30)), 6));
        assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(quote, new UnsafeBuffer(new byte[30]), 6));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> codec.decode(new UnsafeBuffer(new byte[30]), 6, codec.maxLength()));
    }
}
