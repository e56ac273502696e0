// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One run of a command line: its exit code, and what it said. */
record DemoRun(int exitCode, String out, String err) {
    static DemoRun of(final String... command) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final int exitCode = Main.run(
                command,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new DemoRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same, which must end well. */
    static DemoRun successful(final String... command) {
        final DemoRun run = of(command);
        assertEquals("", run.err);
        assertEquals(0, run.exitCode);
        return run;
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
