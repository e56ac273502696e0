// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    @Test
    void textIsEscaped() {
        assertEquals("\"a\\\"b\\\\c\\u000ad\"\n", Json.of("a\"b\\c\nd"));
    }

    @Test
    void numbersThatJsonDoesNotKnowAreNull() {
        assertEquals("[null,\nnull,\n0.5,\n-3]\n", Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, 0.5, -3L)));
    }

    @Test
    void emptyCollectionsStayWhole() {
        assertEquals("{\"a\":[]}\n", Json.of(Map.of("a", List.of())));
        assertEquals("{}\n", Json.of(Map.of()));
    }

    @Test
    void aReportHoldsEveryPair() {
        final String json = report().json();
        assertTrue(json.contains("\"id\":\"p0\""), json);
        assertTrue(json.contains("\"median\":2.0"), json);
        assertTrue(json.contains("\"events\":40"), json);
        assertTrue(json.contains("\"events\":20"), json);
    }

    @Test
    void aReportBecomesThreeFiles(@TempDir final Path folder) throws IOException {
        report().writeTo(folder.resolve("new"), "p0");
        assertTrue(Files.readString(folder.resolve("new/p0.txt")).contains("2.000 [2.000, 2.000]"));
        assertTrue(Files.readString(folder.resolve("new/machine.txt")).contains("cores: 2"));
        assertEquals(report().json(), Files.readString(folder.resolve("new/p0.json")));
    }

    private static Report report() {
        final Duel duel = new Duel("one / other", entrant("one"), entrant("other"), 1);
        final Pair pair = new Pair(new Measurement(40, 1, 10, 10, 10, 0, 1), new Measurement(20, 1, 10, 10, 10, 0, 1));
        return new Report(
                new Machine("cpu", 2, "system", "jvm", 0.5),
                "command",
                List.of("-Xflag"),
                Map.of(new Benchmark("p0", "a title", List.of(duel)), List.of(new Outcome(duel, List.of(pair)))));
    }

    private static Entrant entrant(final String name) {
        return new Entrant(name, Contender.class);
    }
}
