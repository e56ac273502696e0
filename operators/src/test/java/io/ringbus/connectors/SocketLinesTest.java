// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Source.Poll;
import io.ringbus.testing.RecordingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SocketLinesTest {
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final RecordingOutput<String> output = new RecordingOutput<>();
    private ServerSocket server;
    private SocketLines source;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, loopback);
        source = SocketLines.of(loopback.getHostAddress(), server.getLocalPort());
    }

    @AfterEach
    void closeAll() throws IOException {
        source.close();
        server.close();
    }

    private String name() {
        return loopback.getHostAddress() + ":" + server.getLocalPort();
    }

    private Poll pollUntilItAnswers() throws IOException {
        Poll answer = source.poll(output);
        while (answer == Poll.NOTHING_YET) {
            Thread.onSpinWait();
            answer = source.poll(output);
        }
        return answer;
    }

    @Test
    void readsLinesUntilTheServerClosesAndTheHalfLineAtTheEnd() throws Exception {
        source.open();
        try (Socket peer = server.accept()) {
            assertEquals(Poll.NOTHING_YET, source.poll(output));
            peer.getOutputStream().write("one\r\ntw".getBytes(UTF_8));
            assertEquals(Poll.EMITTED, pollUntilItAnswers());
            assertEquals(Poll.NOTHING_YET, source.poll(output));
            peer.getOutputStream().write("o\nhalf".getBytes(UTF_8));
            assertEquals(Poll.EMITTED, pollUntilItAnswers());
            assertEquals(name() + ", line 2", source.position());
        }
        assertEquals(Poll.EMITTED, pollUntilItAnswers());
        assertEquals(Poll.EXHAUSTED, pollUntilItAnswers());
        assertEquals(Poll.EXHAUSTED, source.poll(output));
        assertEquals(List.of("one", "two", "half"), output.records());
    }

    @Test
    void namesHostAndPortWhenNobodyListens() throws Exception {
        final String name = name();
        server.close();
        final IOException refused = assertThrows(IOException.class, () -> source.open());
        assertEquals(
                name + ": connection refused: start the server that listens there, or correct host and port",
                refused.getMessage());
        final IOException unknown = assertThrows(
                IOException.class,
                () -> SocketLines.of("no-such-host.invalid", 1).open());
        assertEquals(
                "no-such-host.invalid:1: unknown host: correct the name, or give an address", unknown.getMessage());
    }

    @Test
    void refusesALineThatIsTooLongAndContinuesBehindIt() throws Exception {
        source = source.maxLineBytes(10);
        source.open();
        try (Socket peer = server.accept()) {
            peer.getOutputStream().write(("0123456789\n" + "x".repeat(100_000) + "\nafter\n").getBytes(UTF_8));
        }
        assertEquals(Poll.EMITTED, pollUntilItAnswers());
        final LineFormatException tooLong = assertThrows(LineFormatException.class, this::pollUntilItAnswers);
        assertEquals(
                name() + ", line 2: line length > maxLineBytes=10: raise maxLineBytes, or check that the input is text",
                tooLong.getMessage());
        assertEquals(Poll.EMITTED, pollUntilItAnswers());
        assertEquals(Poll.EXHAUSTED, pollUntilItAnswers());
        assertEquals(List.of("0123456789", "after"), output.records());
    }

    @Test
    void reportsABrokenConnectionOnceAndThenEnds() throws Exception {
        source.open();
        try (Socket peer = server.accept()) {
            peer.getOutputStream().write("one\nhalf".getBytes(UTF_8));
            assertEquals(Poll.EMITTED, pollUntilItAnswers());
            peer.setSoLinger(true, 0);
        }
        final IOException broken = assertThrows(IOException.class, this::pollUntilItAnswers);
        assertTrue(broken.getMessage().startsWith(name() + ": connection broken behind line=1 ("), broken.getMessage());
        assertEquals(Poll.EXHAUSTED, source.poll(output));
        assertEquals(List.of("one"), output.records());
    }

    @Test
    void makesAServerWaitThatIsFasterThanThePolls() throws Exception {
        final long seed = 11;
        final Random random = new Random(seed);
        final List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            sent.add("é" + "x".repeat(random.nextInt(1_000)));
        }
        source.open();
        final Socket peer = server.accept();
        final Thread sender = new Thread(() -> {
            try (peer;
                    OutputStream out = peer.getOutputStream()) {
                out.write((String.join("\n", sent) + "\n").getBytes(UTF_8));
            } catch (final IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        });
        sender.start();
        while (pollUntilItAnswers() != Poll.EXHAUSTED) {
            Thread.onSpinWait();
        }
        sender.join();
        assertEquals(sent, output.records(), "seed=" + seed);
    }
}
