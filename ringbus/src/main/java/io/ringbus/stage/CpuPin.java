// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ties the calling thread to one processor with the system's {@code taskset}, which spares a native library.
 *
 * <p><b>Failure.</b> {@link IllegalStateException} when the system has no such command or refuses the processor.
 */
final class CpuPin {
    private static final Path SELF = Path.of("/proc/thread-self");

    private CpuPin() {}

    static void pin(final int cpu) {
        try {
            final String thread = Files.readSymbolicLink(SELF).getFileName().toString();
            final Process taskset = new ProcessBuilder("taskset", "-p", "-c", Integer.toString(cpu), thread)
                    .redirectErrorStream(true)
                    .start();
            final String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            if (taskset.waitFor() != 0) {
                throw new IllegalStateException("ringbus.affinity: cpu=" + cpu + " was refused: " + said
                        + ": name processors that this process may use");
            }
        } catch (final IOException noTaskset) {
            throw new IllegalStateException(
                    "ringbus.affinity: cpu=" + cpu + " needs Linux with the taskset command: clear the setting",
                    noTaskset);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
