// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import io.ringbus.bench.harness.Core;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How often devices have interrupted the measured processor. Each time takes tens of microseconds from whoever runs there, and
 * checkpoints make the disk do it: a processor that the disk leaves alone has another tail.
 */
final class DeviceInterrupts {
    private static final Path COUNTERS = Path.of("/proc/interrupts");

    private DeviceInterrupts() {}

    /** Since the system began; 0 where it does not say, and where no processor was chosen. */
    static long soFar() {
        final OptionalInt core = Core.taken();
        if (core.isEmpty()) {
            return 0;
        }
        try {
            return on(core.getAsInt(), Files.readAllLines(COUNTERS));
        } catch (final IOException notLinux) {
            return 0;
        }
    }

    /** Of {@code counters}, a line of processors and one for each interrupt, those with numbers for names are devices'. */
    static long on(final int processor, final List<String> counters) {
        final int column = Arrays.asList(words(counters.get(0))).indexOf("CPU" + processor) + 1; // behind the name
        return counters.stream()
                .skip(1)
                .map(DeviceInterrupts::words)
                .filter(words -> column > 0 && words.length > column && words[0].matches("\\d+:"))
                .mapToLong(words -> Long.parseLong(words[column]))
                .sum();
    }

    private static String[] words(final String line) {
        return line.strip().split("\\s+");
    }
}
