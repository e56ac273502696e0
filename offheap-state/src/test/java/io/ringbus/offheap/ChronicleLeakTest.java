// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Slab;
import io.ringbus.state.KeyedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openhft.chronicle.core.OS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WarningsOff.class)
@EnabledOnOs(org.junit.jupiter.api.condition.OS.LINUX)
class ChronicleLeakTest {
    private static final int KEYS = 10_000;

    @TempDir
    Path directory;

    @Test
    void nothingIsLeftOfFiftyStatesThatWereOpenedGrownAndClosed() throws IOException {
        for (final Optional<Path> where : List.of(Optional.<Path>empty(), Optional.of(directory))) {
            openAndClose(where, 5);
            final long slabBytes = Slab.liveBytes();
            final int files = openFiles();
            final long mapBytes = OS.memory().nativeMemoryUsed();
            final int threads = Thread.activeCount();
            try (KeyedState<Long> held = open(new ChronicleStateBackend(Optional.empty()))) {
                held.cell(1L);
                assertTrue(OS.memory().nativeMemoryUsed() > mapBytes, "what is measured shows a map that is open");
            }
            openAndClose(where, 50);
            assertEquals(slabBytes, Slab.liveBytes());
            assertEquals(0, mappingsBelow(directory), "mappings of state files");
            assertTrue(openFiles() <= files + 2, "open files: " + openFiles() + " after " + files);
            assertTrue(Thread.activeCount() <= threads + 1, "threads: " + Thread.activeCount() + " after " + threads);
            assertEquals(mapBytes, OS.memory().nativeMemoryUsed(), "memory of maps, " + where);
        }
    }

    private static void openAndClose(final Optional<Path> where, final int times) {
        try (ChronicleStateBackend backend = new ChronicleStateBackend(where)) {
            for (int time = 0; time < times; time++) {
                try (KeyedState<Long> state = open(backend)) {
                    for (int i = 0; i < KEYS; i++) {
                        state.cell((long) i);
                    }
                }
            }
        }
    }

    private static KeyedState<Long> open(final ChronicleStateBackend backend) {
        return backend.open(KeyKind.LONG.spec("leak", 256, KEYS / 2));
    }

    private static int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        }
    }

    private static int mappingsBelow(final Path directory) throws IOException {
        return (int) Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(directory.toString()))
                .count();
    }
}
