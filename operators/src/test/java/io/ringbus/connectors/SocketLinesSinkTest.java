// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SocketLinesSinkTest {
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private ServerSocket server;
    private SocketLinesSink<String> sink;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, loopback);
        sink = SocketLinesSink.of(loopback.getHostAddress(), server.getLocalPort());
    }

    @AfterEach
    void closeAll() throws IOException {
        sink.close();
        server.close();
    }

    private String name() {
        return loopback.getHostAddress() + ":" + server.getLocalPort();
    }

    private static FutureTask<String> readAll(final Socket peer) {
        final FutureTask<String> read =
                new FutureTask<>(() -> new String(peer.getInputStream().readAllBytes(), UTF_8));
        new Thread(read).start();
        return read;
    }

    @Test
    void sendsEachRecordAsOneLineInOrder() throws Exception {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(i + "é".repeat(i % 50));
        }
        sink.open();
        try (Socket peer = server.accept()) {
            final FutureTask<String> read = readAll(peer);
            for (final String line : lines) {
                sink.accept(line, 0);
            }
            sink.flush();
            sink.close();
            assertEquals(String.join("\n", lines) + "\n", read.get());
        }
    }

    @Test
    void whatCameBeforeABarrierIsOutWhenItIsSaved() throws Exception {
        sink.open();
        try (Socket peer = server.accept();
                StateWriter saved = new StateWriter()) {
            sink.accept("before", 0);
            sink.save(saved);
            assertEquals("before\n", new String(peer.getInputStream().readNBytes(7), UTF_8));
        }
    }

    @Test
    void givesUpOnAServerThatDoesNotReadAndGoesOnWhereItStoppedWhenItDoes() throws Exception {
        sink = sink.writeTimeout(Duration.ofMillis(50));
        final String line = "x".repeat(1_000);
        sink.open();
        try (Socket peer = server.accept()) {
            int accepted = 0;
            IOException error = null;
            while (error == null) {
                try {
                    sink.accept(line, 0);
                    accepted++;
                } catch (final IOException full) {
                    error = full;
                }
            }
            assertEquals(
                    name() + ": server took nothing for writeTimeout=50 ms: make it read faster, or raise the timeout",
                    error.getMessage());
            final FutureTask<String> read = readAll(peer);
            boolean sent = false;
            while (!sent) {
                try {
                    sink.flush();
                    sent = true;
                } catch (final IOException stillFull) {
                    Thread.onSpinWait();
                }
            }
            sink.close();
            assertEquals((line + "\n").repeat(accepted), read.get());
        }
    }

    @Test
    void namesHostAndPortWhenTheServerIsGone() throws Exception {
        sink.open();
        final Socket peer = server.accept();
        peer.setSoLinger(true, 0);
        peer.close();
        final IOException broken = assertThrows(IOException.class, () -> {
            while (true) {
                sink.accept("x", 0);
                sink.flush();
            }
        });
        assertTrue(broken.getMessage().startsWith(name() + ": connection broken ("), broken.getMessage());
    }

    @Test
    void refusesATextThatWouldBeTwoLines() throws Exception {
        sink.open();
        assertEquals(
                name()
                        + ": text has a line end in it, so a reader would not see it as it is: replace it, or quote it"
                        + " as CSV does",
                assertThrows(IllegalArgumentException.class, () -> sink.accept("a\nb", 0))
                        .getMessage());
    }
}
