// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A host and a port to connect to within a time limit; failures name both. */
record Endpoint(String host, int port, int connectTimeoutMs) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_PORT = 65_535;

    Endpoint {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "socket " + host + ": port=" + port + " is outside [1, " + MAX_PORT + "]: correct the port");
        }
    }

    static Endpoint of(final String host, final int port) {
        return new Endpoint(host, port, (int) DEFAULT_TIMEOUT.toMillis());
    }

    Endpoint connectTimeout(final Duration timeout) {
        return new Endpoint(host, port, millis(name(), timeout));
    }

    /** A time limit in milliseconds, checked. */
    static int millis(final String name, final Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0
                || timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    name + ": timeout=" + timeout + " is outside [1 ms, 24 days]: give it in milliseconds or seconds");
        }
        return (int) timeout.toMillis();
    }

    String name() {
        return host + ":" + port;
    }

    /** Connects; the channel does not block from then on. */
    SocketChannel connect() throws IOException {
        final InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(name() + ": unknown host: correct the name, or give an address");
        }
        final SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, connectTimeoutMs);
            channel.configureBlocking(false);
            return channel;
        } catch (final SocketTimeoutException late) {
            channel.close();
            throw new IOException(
                    name() + ": no answer within connectTimeout=" + connectTimeoutMs
                            + " ms: check host, port and firewall, or raise the timeout",
                    late);
        } catch (final ConnectException refused) {
            channel.close();
            throw new IOException(
                    name() + ": connection refused: start the server that listens there, or correct host and port",
                    refused);
        } catch (final IOException failed) {
            channel.close();
            throw new IOException(name() + ": cannot connect (" + failed + "): check host, port and network", failed);
        }
    }
}
