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
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final String AT_ONCE = "1e6";
    private static final String PACED = "1e4";

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({
        "pwrite64, error=ENOSPC, No space left on device",
        "pwrite64, signal=KILL, ",
        "fdatasync, error=EIO, Input/output error",
        "fdatasync, signal=KILL, ",
        "fsync, error=EIO, (Input/output error|cannot force it)",
        "fsync, signal=KILL, ",
        "rename, error=EIO, Input/output error",
        "rename, signal=KILL, ",
    })
    void nothingIsLostOrDoubledWhicheverCallFails(final String call, final String fault, final String message)
            throws Exception {
        tryEachCall(call, fault, message, Files.createDirectory(temporary.resolve("nothing")));
    }

    /** As above, of a process that recovers: it begins in a folder as another one has left it that was killed on its way. */
    @ParameterizedTest
    @CsvSource({
        "'read,pread64', error=EIO, Input/output error",
        "'read,pread64', signal=KILL, ",
        "pwrite64, error=ENOSPC, No space left on device",
        "ftruncate, error=EIO, Input/output error",
        "ftruncate, signal=KILL, ",
        "fsync, error=EIO, (Input/output error|cannot force it)",
        "fsync, signal=KILL, ",
        "rename, error=EIO, Input/output error",
        "rename, signal=KILL, ",
        "unlink, error=EACCES, AccessDenied",
        "unlink, signal=KILL, ",
    })
    void nothingIsLostOrDoubledWhicheverCallFailsInARecovery(
            final String call, final String fault, final String message) throws Exception {
        tryEachCall(call, fault, message, killedHalfway());
    }

    /** A folder with complete checkpoints, and a file of rows that goes on behind them. */
    private Path killedHalfway() throws Exception {
        final Path halfway = Files.createDirectory(temporary.resolve("halfway"));
        final Path log = temporary.resolve("log-halfway");
        final Process killed = start(halfway, tracing("rename:signal=KILL:when=4", log), PACED);
        final String said = new String(killed.getInputStream().readAllBytes());
        killed.waitFor();
        assumeTrue(Files.exists(log) && Files.size(log) > 0, "skipped: strace cannot trace here: " + said);
        try (Stream<Path> files = Files.list(halfway.resolve("checkpoints"))) {
            assertTrue(files.anyMatch(file -> file.toString().endsWith(".manifest")), "no checkpoint: " + said);
        }
        return halfway;
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private void tryEachCall(final String call, final String fault, final String message, final Path beginning)
            throws Exception {
        int tried = 0;
        for (int k = 1; k < CALLS_MAX; k += STEP) {
            final String what = call + ":" + fault + ":when=" + k;
            final Path folder = temporary.resolve("k-" + k);
            copy(beginning, folder);
            final Path log = temporary.resolve("log-" + k);
            final List<String> tracing = tracing(what, log);
            if (call.startsWith("read")) {
                tracing.addAll(filesOf(folder)); // the virtual machine reads more than anybody
            }
            final Process traced = start(folder, tracing, AT_ONCE);
            final String said = new String(traced.getInputStream().readAllBytes());
            final int exit = traced.waitFor();
            assumeTrue(Files.exists(log) && Files.size(log) > 0, "skipped: strace cannot trace here: " + said);
            if (!isInjected(log)) {
                assertEquals(0, exit, what + ": " + said);
                break;
            }
            tried++;
            if (exit != 0) {
                assertTrue(
                        message == null
                                || Pattern.compile(message).matcher(said).find(),
                        what + ": ended without a word of it: " + said);
                final Process again = start(folder, List.of(), AT_ONCE);
                final String saidAgain = new String(again.getInputStream().readAllBytes());
                assertEquals(0, again.waitFor(), what + ": " + saidAgain);
            }
            KillsTest.check(folder, KilledShape.TUMBLING, COUNT);
        }
        assertTrue(tried > 0, call + " was never called");
    }

    /** So that only calls count that have to do with one of the files. */
    private static List<String> filesOf(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> Stream.of("-P", file.toString()))
                    .toList();
        }
    }

    private static boolean isInjected(final Path log) throws IOException {
        final String traced = Files.readString(log);
        return traced.contains("(INJECTED)") || traced.contains("killed by SIGKILL");
    }

    private static List<String> tracing(final String fault, final Path log) {
        final String call = fault.substring(0, fault.indexOf(':'));
        return new ArrayList<>(
                List.of("strace", "-f", "-e", "trace=" + call, "-e", "inject=" + fault, "-o", log.toString()));
    }

    private static Process start(final Path folder, final List<String> before, final String perSecond)
            throws IOException {
        final List<String> command = new ArrayList<>(before);
        command.addAll(ChildProcess.command(
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                KilledPipeline.class,
                List.of(KilledShape.TUMBLING.name(), folder.toString(), Long.toString(COUNT), perSecond)));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException noStrace) {
            assumeTrue(before.isEmpty(), "skipped: there is no strace");
            throw noStrace;
        }
    }
}
