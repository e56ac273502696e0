// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertyLinesTest {
    private static final String[] PIECES = {
        "a", "b", "key", " ", "\t", "\f", "=", ":", "#", "!", "\\", "\\\\", "\n", "\r\n", "\r", "\\\n", "\\u0041",
        "\u0085", "ü"
    };

    /** Nameless entries aside: no setting has an empty name. */
    @Test
    void entriesAreThoseThatPropertiesReads() throws IOException {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            final String text = text(random);
            final Properties expected = new Properties();
            expected.load(new StringReader(text));
            expected.remove("");
            final Properties actual = new Properties();
            for (final PropertyLines.Entry entry : PropertyLines.read("f", text)) {
                actual.setProperty(entry.key(), entry.value());
            }
            actual.remove("");
            assertEquals(expected, actual, () -> "seed=" + seed + " text=" + text);
        }
    }

    @Test
    void entriesKnowTheLineTheyStartOn() {
        assertEquals(
                List.of(
                        new PropertyLines.Entry(2, "a", "1"),
                        new PropertyLines.Entry(4, "b", "23"),
                        new PropertyLines.Entry(6, "c", "")),
                PropertyLines.read("f", "# comment \\\na=1\r\n\r\nb=2\\\r\n  3\rc"));
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals(List.of(new PropertyLines.Entry(1, "a", "1")), PropertyLines.read("f", "\uFEFFa=1"));
    }

    @Test
    void aBrokenEscapeIsNamedWithItsLine() {
        assertEquals(
                "f:2: broken escape: write \\u and four hexadecimal digits, or \\\\ for a backslash",
                assertThrows(IllegalArgumentException.class, () -> PropertyLines.read("f", "a=1\nb=C:\\users"))
                        .getMessage());
    }

    private static String text(final Random random) {
        final StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
