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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose length is in the checkpoint. */
class TruncatedFileRecoveryTest extends SinkRecoveryContract {
    @TempDir
    private Path temporary;

    @Override
    Sink<Long> sink(final Storage storage) {
        return CsvFileSink.<Long>of(FOLDER.resolve("numbers.csv")).on(storage);
    }

    @Override
    boolean mendsNames() {
        return true;
    }

    @Override
    List<Long> shown(final SimulatedFolder folder) throws Exception {
        final int bytes = (int) new CommitIndex(folder, "numbers.csv").read();
        if (bytes == 0) {
            return List.of();
        }
        final byte[] file = folder.bytes("numbers.csv");
        assertTrue(file.length >= bytes, "committed=" + bytes + " > length=" + file.length);
        final String text = new String(Arrays.copyOf(file, bytes), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("value\n") && text.endsWith("\n"), text);
        return text.lines().skip(1).map(Long::valueOf).toList();
    }

    private static void begin(final Sink<Long> sink, final StateWriter from) throws Exception {
        sink.checkpointed();
        if (from != null) {
            sink.restore(new StateReader("sink", from.address(), from.length()));
        }
        sink.open();
    }

    @Test
    void refusesToGoBackBehindWhatReadersHaveSeenAndAFileThatWasCut() throws Exception {
        final Path path = temporary.resolve("my numbers.csv");
        final Sink<Long> sink = Sinks.csv(path);
        begin(sink, null);
        try (StateWriter older = new StateWriter();
                StateWriter newer = new StateWriter()) {
            sink.accept(1L, 0);
            sink.save(older);
            sink.accept(2L, 0);
            sink.save(newer);
            assertEquals(0, CommitIndex.committedBytes(path));
            sink.commit(2);
            sink.accept(3L, 0);
            sink.close();
            assertEquals("value\n1\n2\n3\n", Files.readString(path));
            assertEquals("value\n1\n2\n".length(), CommitIndex.committedBytes(path));

            final IOException behind = assertThrows(IOException.class, () -> begin(Sinks.csv(path), older));
            assertTrue(
                    behind.getMessage().contains("checkpoint's bytes=8 < committed bytes=10: readers have seen"),
                    behind.getMessage());
            final Sink<Long> again = Sinks.csv(path);
            begin(again, newer);
            assertEquals("value\n1\n2\n", Files.readString(path));
            final IOException second = assertThrows(IOException.class, () -> begin(Sinks.csv(path), newer));
            assertEquals(
                    "folder " + temporary
                            + " is in use: another pipeline holds its lock file 'my numbers.csv.lock': stop"
                            + " that one, or name another folder",
                    second.getMessage());
            again.close();
            Files.writeString(path, "value\n");
            final IOException cut = assertThrows(IOException.class, () -> begin(Sinks.csv(path), newer));
            assertTrue(
                    cut.getMessage().contains("bytes=6 < 10 of the checkpoint: the file was cut or replaced"),
                    cut.getMessage());
        }
    }

    @Test
    void anIndexThatIsNoneIsRefusedAndOneOfAnEarlierRunGoes() throws Exception {
        final Path path = temporary.resolve("numbers.csv");
        final Path index = temporary.resolve("numbers.csv.committed");
        Files.writeString(index, "bytes=ten\n");
        final IOException refused = assertThrows(IOException.class, () -> CommitIndex.committedBytes(path));
        assertTrue(refused.getMessage().startsWith(index + ": text='bytes=ten' is not bytes=<number>"));
        final Sink<Long> plain = Sinks.csv(path);
        plain.open();
        plain.close();
        assertTrue(Files.notExists(index));
    }

    @Test
    void anInterruptDoesNotCloseTheFile() throws Exception {
        final Path path = temporary.resolve("numbers.csv");
        final Sink<Long> sink = Sinks.lines(path);
        begin(sink, null);
        try (StateWriter state = new StateWriter()) {
            Thread.currentThread().interrupt();
            sink.accept(1L, 0);
            sink.save(state);
            sink.commit(1);
            sink.close();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(2, CommitIndex.committedBytes(path));
    }
}
