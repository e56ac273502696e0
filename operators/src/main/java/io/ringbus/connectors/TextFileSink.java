// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.config.Guarantee;
import io.ringbus.environment.Storage;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Writes each record as one line of UTF-8 text, ended by LF. Overwrites, commits, recovers and fails as {@link CsvFileSink}.
 *
 * <p><b>Threading.</b> As {@link Sink}.
 * <p><b>Allocation.</b> The record's text.
 */
public final class TextFileSink<T> implements Sink<T> {
    private final Path path;
    private final Function<? super T, String> text;
    private final Storage storage;
    private final LineOutput output;
    private final StringBuilder line = new StringBuilder();

    private TextFileSink(final Path path, final Function<? super T, String> text, final Storage storage) {
        this.path = path;
        this.text = text;
        this.storage = storage;
        this.output = new LineOutput(path);
    }

    /** Writes what {@code toString} answers. */
    public static <T> TextFileSink<T> of(final Path path) {
        return of(path, Object::toString);
    }

    /** Writes what {@code text} answers. */
    public static <T> TextFileSink<T> of(final Path path, final Function<? super T, String> text) {
        return new TextFileSink<>(path, text, Storage.SHARED_FILES);
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public void checkpointed() {
        output.to(new TruncatedFile(storage, path));
    }

    @Override
    public void open() throws IOException {
        output.open();
    }

    @Override
    public void accept(final T record, final long timestampNs) throws IOException {
        output.requireOpen();
        final String content = text.apply(record);
        if (content.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    path + ": text has a line end in it, so readers would see two lines: replace it, or write CSV");
        }
        line.setLength(0);
        output.add(line.append(content).append('\n'));
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public void save(final StateWriter out) throws IOException {
        output.save(out);
    }

    @Override
    public void restore(final StateReader in) {
        output.restore(in);
    }

    @Override
    public void commit(final long checkpointId) throws IOException {
        output.commit();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
