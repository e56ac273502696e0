// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A processor for the thread that is measured, as those have it who care about the tail; all other threads of the fork keep to
 * the others. Without one, the system puts threads where it likes, beside the measured one while another processor is idle,
 * too. Needs Linux with {@code taskset}.
 */
public final class Core {
    private static final String PROPERTY = "ringbus.bench.core";

    @CommandLine.Option(
            names = "--core",
            description =
                    "processor of the measured thread, which no other thread of a fork may use: one that the disk leaves"
                            + " alone, as /proc/interrupts tells")
    private @Nullable Integer number;

    /** Any, shared with all other threads. */
    public static Core any() {
        return new Core();
    }

    /** What a fork's command begins with: its threads inherit the processors left to them. */
    List<String> command() {
        final Integer measured = number;
        if (measured == null) {
            return List.of();
        }
        final int processors = Runtime.getRuntime().availableProcessors();
        if (measured < 0 || measured >= processors || processors == 1) {
            throw new IllegalArgumentException(
                    "--core=" + measured + " with processors=" + processors + ": name one of several, counted from 0");
        }
        return List.of(
                "taskset",
                "-c",
                IntStream.range(0, processors)
                        .filter(other -> other != measured)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",")));
    }

    /** By which the fork knows. */
    List<String> flags() {
        return number == null ? List.of() : List.of("-D" + PROPERTY + "=" + number);
    }

    /** As it was typed. */
    public String option() {
        return number == null ? "" : " --core " + number;
    }

    /** In a fork: the processor that the measured thread is to have. */
    public static OptionalInt taken() {
        final Integer number = Integer.getInteger(PROPERTY);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** In a fork: moves the calling thread to its processor, if it has one. After all other threads were started. */
    public static void take() throws IOException, InterruptedException {
        final OptionalInt number = taken();
        if (number.isEmpty()) {
            return;
        }
        final String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        final Process taskset = new ProcessBuilder("taskset", "-p", "-c", Integer.toString(number.getAsInt()), thread)
                .redirectErrorStream(true)
                .start();
        final String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (taskset.waitFor() != 0) {
            throw new IllegalStateException("--core=" + number.getAsInt() + " was refused: " + said.strip());
        }
    }
}
