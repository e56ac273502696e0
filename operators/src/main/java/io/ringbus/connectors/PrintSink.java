// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints each record on a line of its own, to standard output unless given a stream.
 *
 * <p><b>Allocation.</b> The record's text.
 * <p><b>Lifetime.</b> The stream stays open: it belongs to whoever made it.
 * <p><b>Failure.</b> A stream that has stopped taking text, such as a closed pipe, is an error at the next flush.
 */
public final class PrintSink<T> implements Sink<T> {
    private final @Nullable PrintStream given;
    private long printed;

    private PrintSink(final @Nullable PrintStream given) {
        this.given = given;
    }

    /** Prints to standard output. */
    public static <T> PrintSink<T> standardOutput() {
        return new PrintSink<>(null);
    }

    /** Prints to {@code stream}. */
    public static <T> PrintSink<T> to(final PrintStream stream) {
        return new PrintSink<>(stream);
    }

    @Override
    public void accept(final T record, final long timestampNs) {
        stream().println(record);
        printed++;
    }

    @Override
    public void flush() throws IOException {
        if (stream().checkError()) {
            throw new IOException("print: the output takes no more text, printed lines<=" + printed
                    + ": keep its reader open until the pipeline has ended");
        }
    }

    /** What came before a barrier is out when the checkpoint is complete. */
    @Override
    public void save(final StateWriter out) throws IOException {
        flush();
    }

    /** Looked up on each use: standard output may be redirected. */
    private PrintStream stream() {
        return given == null ? System.out : given;
    }
}
