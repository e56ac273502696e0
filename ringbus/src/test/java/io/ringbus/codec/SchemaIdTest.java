// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class SchemaIdTest {
    private enum Kind {
        LEAST,
        MOST
    }

    private interface Definition {}

    private record Sum(ToLongFunction<String> field) implements Definition {}

    private record Extremum(Kind kind, ToLongFunction<String> field) implements Definition {}

    private record Last(int count, boolean whole, AddressCodec<?> codec) implements Definition {}

    private record Both(Definition first, Definition second) implements Definition {}

    private record Folded(Object initial, Definition rest) implements Definition {}

    private record Zero(long value) {}

    private static final AddressCodec<?> LONGS = Codecs.ofType(Long.class);
    private static final AddressCodec<?> DOUBLES = Codecs.ofType(Double.class);

    @Test
    void whatLaysOutBytesOrSaysWhatTheyAreMakesTheId() {
        assertNotEquals(SchemaId.of(new Extremum(Kind.LEAST, String::length)), SchemaId.of(new Sum(String::length)));
        assertNotEquals(
                SchemaId.of(new Extremum(Kind.LEAST, String::length)),
                SchemaId.of(new Extremum(Kind.MOST, String::length)));
        assertNotEquals(SchemaId.of(new Last(3, true, LONGS)), SchemaId.of(new Last(3, true, DOUBLES)));
        assertNotEquals(SchemaId.of(new Last(3, true, LONGS)), SchemaId.of(new Last(4, true, LONGS)));
        final Definition sum = new Sum(String::length);
        final Definition last = new Last(3, true, LONGS);
        assertNotEquals(SchemaId.of(new Both(sum, last)), SchemaId.of(new Both(last, sum)));
        assertNotEquals(SchemaId.joined("a", 1, 2), SchemaId.joined("a", 2, 1));
    }

    @Test
    void functionsAndFirstValuesDoNotMatter() {
        assertEquals(SchemaId.of(new Sum(String::length)), SchemaId.of(new Sum(String::hashCode)));
        final Definition sum = new Sum(String::length);
        assertEquals(SchemaId.of(new Folded(new Zero(1), sum)), SchemaId.of(new Folded(new Zero(2), sum)));
    }

    @Test
    void numbersMayBeLeftOut() {
        assertEquals(
                SchemaId.withoutNumbers(new Last(3, true, LONGS)), SchemaId.withoutNumbers(new Last(4, true, LONGS)));
        assertNotEquals(
                SchemaId.withoutNumbers(new Last(3, true, LONGS)), SchemaId.withoutNumbers(new Last(3, false, LONGS)));
    }

    @Test
    void aNameThatIsAnotherOneInTheNextProcessDoesNotMatter() {
        final Definition one = new Definition() {};
        final Definition other = new Definition() {};
        assertEquals(SchemaId.of(one), SchemaId.of(other));
    }
}
