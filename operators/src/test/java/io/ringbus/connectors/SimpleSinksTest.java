// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Sink;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.Polled;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimpleSinksTest {
    @Test
    void printsALineForEachRecord() throws Exception {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final Sink<Object> sink = Sinks.print(new PrintStream(printed, false, UTF_8));
        sink.accept(1, 0);
        sink.accept("zwei", 0);
        sink.flush();
        assertEquals(String.format("1%nzwei%n"), printed.toString(UTF_8));
    }

    @Test
    void whatWasPrintedBeforeABarrierIsOutWhenItIsSaved() throws Exception {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final Sink<String> sink = Sinks.print(new PrintStream(new BufferedOutputStream(printed), false, UTF_8));
        sink.accept("before", 0);
        assertEquals("", printed.toString(UTF_8));
        try (StateWriter saved = new StateWriter()) {
            sink.save(saved);
        }
        assertEquals(String.format("before%n"), printed.toString(UTF_8));
    }

    @Test
    void saysThatTheOutputTakesNoMoreText() throws Exception {
        final Sink<String> sink = Sinks.print(new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(final int value) throws IOException {
                        throw new IOException("closed");
                    }
                },
                false,
                UTF_8));
        sink.accept("a", 0);
        assertEquals(
                "print: the output takes no more text, printed lines<=1: keep its reader open until the pipeline has"
                        + " ended",
                assertThrows(IOException.class, sink::flush).getMessage());
    }

    @Test
    void refusesTextsThatAReaderWouldNotSeeAsTheyAre(@TempDir final Path folder) throws Exception {
        final Path file = folder.resolve("texts.txt");
        final Sink<String> sink = Sinks.lines(file);
        final List<String> written = new ArrayList<>();
        int refused = 0;
        sink.open();
        for (int number = 0; number < 4 * 4 * 4; number++) { // all texts of three of these letters
            final String text = "" + "a\r\n\u00e9".charAt(number % 4)
                    + "a\r\n\u00e9".charAt(number / 4 % 4)
                    + "a\r\n\u00e9".charAt(number / 16);
            try {
                sink.accept(text, 0);
                written.add(text);
            } catch (final IllegalArgumentException refusal) {
                assertEquals(
                        file
                                + ": text has a line end in it, so a reader would not see it as it is: replace it, or quote"
                                + " it as CSV does",
                        refusal.getMessage());
                refused++;
            }
        }
        sink.close();
        assertEquals(written, Polled.all(Sources.lines(file)));
        assertEquals(64 - 3 * 3 * 2, refused);
    }

    @Test
    void aRecordThatIsRefusedHasNotUsedUpItsNumber() throws Exception {
        final List<String> received = new ArrayList<>();
        final Sink<String> sink = Sinks.sequenced((sequence, text, timestampNs) -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            received.add(sequence + text);
        });
        sink.accept("a", 0);
        assertThrows(IllegalArgumentException.class, () -> sink.accept("", 0));
        sink.accept("b", 0);
        assertEquals(List.of("0a", "1b"), received);
    }

    @Test
    void callsBackWithEachRecord() {
        final List<String> seen = new ArrayList<>();
        final CallbackSink<String> sink = Sinks.callback(seen::add);
        sink.accept("a", 0);
        sink.accept("b", 0);
        assertEquals(List.of("a", "b"), seen);
    }

    @Test
    void collectsUpToItsBoundAndKeepsWhatItHas() {
        final CollectSink<String> sink = new CollectSink<>(2);
        sink.accept("a", 0);
        final List<String> early = sink.records();
        sink.accept("b", 0);
        assertEquals(
                "collect: records=3 > maxRecords=2: raise maxRecords, or write to a file",
                assertThrows(IllegalStateException.class, () -> sink.accept("c", 0))
                        .getMessage());
        assertEquals(List.of("a"), early);
        assertEquals(List.of("a", "b"), sink.records());
        assertEquals(2, sink.count());
    }
}
