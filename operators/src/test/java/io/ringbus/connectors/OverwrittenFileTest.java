// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringbus.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwrittenFileTest {
    private static final String LINE = "x".repeat(99) + "\n";

    @TempDir
    private Path folder;

    /** Writes lines until that fails, and says after how many and why. */
    static final class Filling {
        private Filling() {}

        public static void main(final String[] args) throws IOException {
            final OverwrittenFile file = new OverwrittenFile(Path.of(args[0]));
            file.open();
            final byte[] line = LINE.getBytes(StandardCharsets.US_ASCII);
            try {
                while (true) {
                    file.write(line, line.length, 1);
                }
            } catch (final IOException full) {
                System.out.print(file.lines() + " lines: " + full.getMessage());
            } finally {
                file.close();
            }
        }
    }

    /** The shell lets the process write 3 KiB: of the line that does not fit the system takes a part. */
    @Test
    void aLineThatDoesNotFitLeavesNoPartOfIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: there is no shell that limits what is written");
        final Path file = folder.resolve("lines");
        final List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 3; exec \"$@\"", "bash"));
        command.addAll(ChildJvm.command(Filling.class, file.toString()));
        command.add(command.indexOf("-cp"), "-XX:-UsePerfData"); // which is a file of more than that
        assertEquals("30 lines: File too large", ChildJvm.run(command));
        assertEquals(LINE.repeat(30), Files.readString(file));
    }
}
