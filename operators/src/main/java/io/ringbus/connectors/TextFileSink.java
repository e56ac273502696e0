// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.environment.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Writes each record as one line of UTF-8 text, ended by LF. Overwrites, commits, recovers and fails as {@link CsvFileSink}.
 *
 * <p><b>Threading.</b> As {@link Sink}.
 * <p><b>Allocation.</b> The record's text.
 */
public final class TextFileSink<T> extends LineSink<T> {
    private final Function<? super T, String> text;
    private final StringBuilder line = new StringBuilder();

    private TextFileSink(final Path path, final Function<? super T, String> text) {
        super(path, Storage.SHARED_FILES);
        this.text = text;
    }

    /** Writes what {@code toString} answers. */
    public static <T> TextFileSink<T> of(final Path path) {
        return of(path, Object::toString);
    }

    /** Writes what {@code text} answers. */
    public static <T> TextFileSink<T> of(final Path path, final Function<? super T, String> text) {
        return new TextFileSink<>(path, text);
    }

    @Override
    public void accept(final T record, final long timestampNs) throws IOException {
        requireOpen();
        final String content = LineBytes.requireOneLine(path.toString(), text.apply(record));
        line.setLength(0);
        add(line.append(content).append('\n'));
    }
}
