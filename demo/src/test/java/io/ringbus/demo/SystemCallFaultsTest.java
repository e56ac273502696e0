// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The k-th system call of a kind, in each thread, fails or kills the process: while a folder is taken over, a checkpoint is
 * written, a sink commits. Then the pipeline is started again, if it had to end, and what is committed is what a plain
 * computation comes to. Needs strace; every n-th k is tried, all with {@code -Dringbus.test.strace.step=1}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SystemCallFaultsTest {
    private static final int STEP = Integer.getInteger("ringbus.test.strace.step", 3);
    private static final int CALLS_MAX = 100;
    private static final long COUNT = 2_000;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({
        "pwrite64, error=ENOSPC, No space left on device",
        "pwrite64, signal=KILL, ",
        "fdatasync, error=EIO, Input/output error",
        "fdatasync, signal=KILL, ",
        "fsync, error=EIO, Input/output error",
        "fsync, signal=KILL, ",
        "rename, error=EIO, Input/output error",
        "rename, signal=KILL, ",
    })
    void nothingIsLostOrDoubledWhicheverCallFails(final String call, final String fault, final String message)
            throws Exception {
        int tried = 0;
        for (int k = 1; k < CALLS_MAX; k += STEP) {
            final String what = call + ":" + fault + ":when=" + k;
            final Path folder = Files.createDirectory(temporary.resolve("k-" + k));
            final Path log = temporary.resolve("log-" + k);
            final Process traced = start(folder, tracing(what, log));
            final String said = new String(traced.getInputStream().readAllBytes());
            final int exit = traced.waitFor();
            assumeTrue(Files.exists(log) && Files.size(log) > 0, "skipped: strace cannot trace here: " + said);
            if (!isInjected(log)) {
                assertEquals(0, exit, what + ": " + said);
                break;
            }
            tried++;
            if (exit != 0) {
                assertTrue(message == null || said.contains(message), what + ": ended without a word of it: " + said);
                final Process again = start(folder, List.of());
                final String saidAgain = new String(again.getInputStream().readAllBytes());
                assertEquals(0, again.waitFor(), what + ": " + saidAgain);
            }
            KillsTest.check(folder, KilledShape.TUMBLING, COUNT);
        }
        assertTrue(tried > 0, call + " was never called");
    }

    private static boolean isInjected(final Path log) throws IOException {
        final String traced = Files.readString(log);
        return traced.contains("(INJECTED)") || traced.contains("killed by SIGKILL");
    }

    private static List<String> tracing(final String fault, final Path log) {
        final String call = fault.substring(0, fault.indexOf(':'));
        return List.of("strace", "-f", "-e", "trace=" + call, "-e", "inject=" + fault, "-o", log.toString());
    }

    private static Process start(final Path folder, final List<String> before) throws IOException {
        final List<String> command = new ArrayList<>(before);
        command.addAll(ChildProcess.command(
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                KilledPipeline.class,
                List.of(KilledShape.TUMBLING.name(), folder.toString(), Long.toString(COUNT), "1e6")));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException noStrace) {
            assumeTrue(before.isEmpty(), "skipped: there is no strace");
            throw noStrace;
        }
    }
}
