// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that kills the market demo, and the comparison that it prints. */
class CrashAndRecoverTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsRecoveredIsIdentical() {
        final DemoRun run = DemoRun.successful(
                "crash-and-recover", "--kills", "3", "--rate", "100000", "--seed", "5", "--out", folder.toString());
        final List<String> lines = run.lines();
        assertEquals("identical", lines.get(lines.size() - 2), run.out());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("  killed ")), run.out());
        for (final String file :
                List.of("lowest.csv", "levels.csv", "bars.csv", "warnings.csv", "warning-counts.csv")) {
            assertTrue(lines.stream().anyMatch(line -> line.matches(file + " .* 0 +0 +0  identical")), run.out());
        }
    }

    private RowComparison compared(final String recovered) throws Exception {
        write("whole.csv", "a,symbol\n1,X\n2,Y\n3,X\n");
        write("recovered.csv", recovered);
        return RowComparison.of(folder.resolve("whole.csv"), folder.resolve("recovered.csv"));
    }

    private void write(final String name, final String text) throws Exception {
        Files.writeString(folder.resolve(name), text + "9,not committed\n");
        Files.writeString(folder.resolve(name + ".committed"), "bytes=" + text.length() + "\n");
    }

    @Test
    void aRowThatIsLostRepeatedOrOutOfOrderIsSeen() throws Exception {
        assertEquals(new RowComparison(3, 3, 0, 0, 0), compared("a,symbol\n1,X\n3,X\n2,Y\n"));
        assertEquals(new RowComparison(3, 2, 1, 0, 0), compared("a,symbol\n1,X\n2,Y\n"));
        assertEquals(new RowComparison(3, 4, 0, 1, 0), compared("a,symbol\n1,X\n1,X\n2,Y\n3,X\n"));
        assertEquals(new RowComparison(3, 3, 0, 0, 1), compared("a,symbol\n3,X\n2,Y\n1,X\n"));
        assertEquals(
                new RowComparison(3, 0, 3, 0, 0).lost(), compared("a,symbol\n").lost());
    }
}
