// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
