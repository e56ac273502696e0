// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.codec.Codec;
import java.nio.file.Path;
import java.util.function.LongFunction;

/** All sources of this package in one place; their classes say what can be set. */
public final class Sources {
    private Sources() {}

    /** The elements of a collection. */
    public static <T> IterableSource<T> of(final Iterable<? extends T> records) {
        return IterableSource.of(records);
    }

    /** What {@code function} makes of 0, 1, 2, …, endless and flat out unless bounded or given a rate. */
    public static <T> GeneratorSource<T> generate(final LongFunction<? extends T> function) {
        return GeneratorSource.of(function);
    }

    /** The lines of a text file: plain, {@code .gz}, {@code archive.zip} or {@code archive.zip!member}. */
    public static FileLines lines(final Path file) {
        return FileLines.of(file);
    }

    /** The records of a CSV file whose header names the components of {@code recordType}. */
    public static <T> CsvRecords<T> csv(final Path file, final Class<T> recordType) {
        return csv(file, Csv.of(recordType));
    }

    /** The records of a CSV file in the given format. */
    public static <T> CsvRecords<T> csv(final Path file, final Csv<T> csv) {
        return CsvRecords.of(FileLines.of(file), csv);
    }

    /** The records of a journal in {@code folder}, which {@code codec} wrote. */
    public static <T> JournalRecords<T> journal(final Path folder, final Codec<T> codec) {
        return JournalRecords.of(folder, codec);
    }

    /** The lines that a server sends. */
    public static SocketLines socket(final String host, final int port) {
        return SocketLines.of(host, port);
    }
}
