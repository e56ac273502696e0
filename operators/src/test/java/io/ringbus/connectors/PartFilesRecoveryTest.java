// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Sink;
import io.ringbus.environment.Storage;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.SimulatedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that get their names when they are committed. */
class PartFilesRecoveryTest extends SinkRecoveryContract {
    @TempDir
    private Path temporary;

    @Override
    Sink<Long> sink(final Storage storage) {
        return CsvFileSink.<Long>of(FOLDER.resolve("numbers.csv")).inParts().on(storage);
    }

    @Override
    boolean mendsNames() {
        return false;
    }

    @Override
    List<Long> shown(final SimulatedFolder folder) throws Exception {
        final List<Long> numbers = new ArrayList<>();
        final List<String> names = folder.list();
        for (int part = 1;
                names.contains("numbers-%06d.csv".formatted(part));
                part++) { // up to the first that is missing
            final String text = new String(folder.bytes("numbers-%06d.csv".formatted(part)), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("value\n") && text.endsWith("\n"), text);
            text.lines().skip(1).map(Long::valueOf).forEach(numbers::add);
        }
        return numbers;
    }

    private Sink<Long> begun(final StateWriter from) throws Exception {
        final Sink<Long> sink =
                CsvFileSink.<Long>of(temporary.resolve("numbers.csv")).inParts();
        sink.checkpointed();
        if (from != null) {
            sink.restore(new StateReader("sink", from.address(), from.length()));
        }
        sink.open();
        return sink;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(LineFile.LOCK))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void recoveryShowsWhatIsPendingAndDeletesWhatIsNewer() throws Exception {
        try (StateWriter first = new StateWriter();
                StateWriter second = new StateWriter()) {
            final Sink<Long> sink = begun(null);
            sink.accept(1L, 0);
            sink.save(first);
            sink.accept(2L, 0);
            sink.flush();
            assertEquals(List.of("numbers-000001.csv.pending", "numbers-000002.csv.pending"), names());
            sink.close();

            final Sink<Long> again = begun(first);
            assertEquals(List.of("numbers-000001.csv"), names());
            again.accept(3L, 0);
            again.save(second);
            again.commit(2);
            again.close();
            assertEquals(List.of("numbers-000001.csv", "numbers-000002.csv"), names());
            assertEquals("value\n3\n", Files.readString(temporary.resolve("numbers-000002.csv")));

            final IOException behind = assertThrows(IOException.class, () -> begun(first));
            assertTrue(
                    behind.getMessage()
                            .contains("part=2 > 1, the last one of the checkpoint: start from the newest checkpoint"),
                    behind.getMessage());
            final IOException anew = assertThrows(IOException.class, () -> begun(null));
            assertTrue(anew.getMessage().contains("move the parts of the earlier run away"), anew.getMessage());
        }
    }

    @Test
    void withoutCheckpointsNothingWouldEverBeShown() {
        final IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> CsvFileSink.<Long>of(temporary.resolve("numbers.csv"))
                        .inParts()
                        .open());
        assertTrue(refused.getMessage().endsWith("set ringbus.checkpoint.dir, or write one file"));
    }
}
