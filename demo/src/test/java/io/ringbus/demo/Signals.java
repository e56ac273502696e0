// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;

/** Signals to a child that leave what it has said to be read. */
final class Signals {
    private Signals() {}

    static void send(final ChildProcess child, final String signal) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                        .start()
                        .waitFor());
    }

    /** Stops it, and returns when it does stand still. */
    static void stop(final ChildProcess child) throws Exception {
        send(child, "STOP");
        final Path stat = Path.of("/proc", Long.toString(child.pid()), "stat");
        String state = Files.readString(stat);
        while (!state.substring(state.lastIndexOf(')')).startsWith(") T")) {
            Thread.onSpinWait();
            state = Files.readString(stat);
        }
    }
}
