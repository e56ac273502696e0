// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input ends in one clear sentence and an exit code, never in a stack trace. */
class BadInputTest {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    @TempDir
    Path folder;

    @Test
    void anUnknownFolderIsNamed() {
        final Path missing = folder.resolve("missing");
        assertRefused(
                FAILED,
                missing + ": no such folder: give --data a folder of tick files",
                "market",
                "--data=" + missing);
    }

    @Test
    void aFolderWithoutTickFilesIsNamed() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no ticks");
        assertRefused(
                FAILED,
                folder + ": tick files=0 of files=1: expected names such as spy_20131007_trade.zip and"
                        + " spy_20131007_quote.zip",
                "market",
                "--data=" + folder);
    }

    @Test
    void aTickFileWithAnImpossibleDateIsNamed() throws IOException {
        final Path file = Files.writeString(folder.resolve("spy_20131340_trade.zip"), "");
        assertRefused(
                FAILED,
                file + ": date=20131340 is not a day of the calendar: rename the file",
                "market",
                "--data=" + folder);
    }

    @Test
    void aDamagedTickFileIsNamed() throws IOException {
        final Path file = Files.writeString(folder.resolve("spy_20131007_trade.zip"), "not a zip");
        final DemoRun run =
                DemoRun.of("market", "--data=" + folder, "--out=" + folder.resolve("out"), "--backend=slab");
        assertEquals(FAILED, run.exitCode());
        assertTrue(run.err().startsWith("ringbus-demo: " + file), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void aResultFolderThatCannotBeMadeIsNamed() throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "");
        final DemoRun run = DemoRun.of("market", "--out=" + file);
        assertEquals(FAILED, run.exitCode());
        assertTrue(
                run.err().startsWith("ringbus-demo: " + file + ": no folder for results can be made here"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void aBadOptionIsNamed() {
        assertRefused(MISUSED, "Unknown option: '--colour': try ringbus-demo market --help", "market", "--colour");
        assertRefused(
                MISUSED,
                "Invalid value for option '--rate': 'fast' is not a double: try ringbus-demo market --help",
                "market",
                "--rate=fast");
        assertRefused(
                FAILED,
                "--rate=-5.0 is outside (0, 1.0E9] per second: leave it out to run flat out",
                "market",
                "--rate=-5");
        assertRefused(
                FAILED,
                "ringbus.flush.interval=5parsecs is not a duration: write a whole number and ns, us, ms, s, m or h, as in"
                        + " 50us (default 100us)",
                "market",
                "--flush-interval=5parsecs");
        assertRefused(MISUSED, "Unmatched argument at index 0: 'markt': try ringbus-demo --help", "markt");
        assertRefused(MISUSED, "command missing: try ringbus-demo --help");
    }

    @Test
    void aBackendThatNobodyProvidesIsNamed() {
        assertRefused(
                FAILED,
                "ringbus.state.backend=rocks is not among the backends on the class path (chronicle, slab): name one of"
                        + " these, or add the artifact that provides it",
                "market",
                "--backend=rocks",
                "--out=" + folder);
    }

    @Test
    void aConfigFileThatIsNotThereIsNamed() {
        final Path missing = folder.resolve("ringbus.properties");
        assertRefused(
                FAILED,
                missing + ": no such file: create it, or use Config.defaults()",
                "market",
                "--config=" + missing);
    }

    @Test
    void anUnreadablePortIsNamed() {
        assertRefused(
                MISUSED,
                "Invalid value for positional parameter at index 1 (PORT): 'http' is not an int: try ringbus-demo"
                        + " multiple-inputs --help",
                "multiple-inputs",
                "localhost",
                "http");
        assertRefused(
                FAILED,
                "port=99999 is outside [1, 65535]: correct the port",
                "window-aggregations",
                "localhost",
                "99999");
        assertRefused(
                FAILED,
                "host=localhost without a port: give both, as in localhost 9999",
                "data-driven-windows",
                "localhost");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        final int port;
        try (ServerSocket closedAgain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedAgain.getLocalPort();
        }
        assertRefused(
                FAILED,
                "localhost:" + port + ": connection refused: start the server that listens there, or correct host and"
                        + " port",
                "multiple-inputs",
                "localhost",
                Integer.toString(port));
    }

    @Test
    void helpNamesEveryCommandAndOption() {
        final DemoRun help = DemoRun.successful("--help");
        for (final String command :
                new String[] {"market", "multiple-inputs", "window-aggregations", "data-driven-windows"}) {
            assertTrue(help.out().contains("\n  " + command), help.out());
        }
        final DemoRun market = DemoRun.successful("market", "--help");
        for (final String option :
                new String[] {"--data", "--out", "--rate", "--flush-interval", "--backend", "--config"}) {
            assertTrue(market.out().contains("      " + option + "="), market.out());
        }
    }

    private static void assertRefused(final int exitCode, final String sentence, final String... command) {
        final DemoRun run = DemoRun.of(command);
        assertEquals("ringbus-demo: " + sentence + System.lineSeparator(), run.err());
        assertEquals(exitCode, run.exitCode());
    }
}
