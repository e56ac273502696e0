// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** All sinks of this package in one place; their classes say what can be set. */
public final class Sinks {
    private Sinks() {}

    /** A line on standard output for each record. */
    public static <T> PrintSink<T> print() {
        return PrintSink.standardOutput();
    }

    /** A line on {@code stream} for each record. */
    public static <T> PrintSink<T> print(final PrintStream stream) {
        return PrintSink.to(stream);
    }

    /** A call for each record. A lambda that takes record and timestamp is a sink as it is. */
    public static <T> CallbackSink<T> callback(final Consumer<? super T> callback) {
        return new CallbackSink<>(callback);
    }

    /** Every record in a list. */
    public static <T> CollectSink<T> collect() {
        return new CollectSink<>();
    }

    /** A CSV file with the columns of the first record. */
    public static <T> CsvFileSink<T> csv(final Path file) {
        return CsvFileSink.of(file);
    }

    /** A CSV file with the components of {@code recordType} for columns. */
    public static <T> CsvFileSink<T> csv(final Path file, final Class<T> recordType) {
        return CsvFileSink.of(file, recordType);
    }

    /** A line of text in a file for each record. */
    public static <T> TextFileSink<T> lines(final Path file) {
        return TextFileSink.of(file);
    }

    /** A row of a database for each record, inserted or replaced by its key. */
    public static <T> UpsertSink<T> upsert(
            final ConnectionSource database, final String sql, final StatementBinder<? super T> binder) {
        return UpsertSink.of(database, sql, binder);
    }

    /** A call for each record with its number, which is the same when the record comes again after a crash. */
    public static <T> SequencedSink<T> sequenced(final SequencedSink.Receiver<? super T> receiver) {
        return SequencedSink.of(receiver);
    }

    /** A line of text to a server for each record. */
    public static <T> SocketLinesSink<T> socket(final String host, final int port) {
        return SocketLinesSink.of(host, port);
    }
}
