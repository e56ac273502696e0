// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text file line by line: plain, packed with gzip ({@code .gz}), or as a member of a zip archive.
 *
 * <p>A line ends with LF or CR LF; behind the last line there need be neither. The text is UTF-8 (a byte order mark is
 * passed over); bytes that are not UTF-8 are refused, never replaced. Each method that sets something answers a new
 * source.
 *
 * <p><b>Threading.</b> As {@link Source}; {@link #line()} and {@link #position()} on the stage thread.
 * <p><b>Ordering.</b> As in the file.
 * <p><b>Allocation.</b> The string of each line, 40 bytes and one per character rounded up to 8 while the line is
 * ASCII, and nothing besides; the longest line plus 64 KiB once.
 * <p><b>Progress.</b> A poll that finds no whole line in its buffer reads on, at most to the end of one line. {@link
 * #open} passes over the lines before {@link #from} in one go.
 * <p><b>Failure.</b> A file that cannot be opened is an error of {@link #open}. A bad line is a {@link
 * LineFormatException} with file and line, and the next poll continues behind it. A truncated or damaged archive is an
 * {@link IOException} with the line that was reached, after every whole line before it; the polls after that answer
 * EXHAUSTED.
 */
public final class FileLines implements Source<String> {
    private final LineOrigin origin;
    private final int maxLineBytes;
    private final boolean latin1;
    private final long firstLine;

    private @Nullable LineReader reader;
    private long restoredLine;

    private FileLines(final LineOrigin origin, final int maxLineBytes, final boolean latin1, final long firstLine) {
        this.origin = origin;
        this.maxLineBytes = maxLineBytes;
        this.latin1 = latin1;
        this.firstLine = firstLine;
    }

    private static FileLines of(final LineOrigin origin) {
        return new FileLines(origin, LineBuffer.DEFAULT_MAX_LINE_BYTES, false, 1);
    }

    /** A file by its path; {@code archive.zip!member} names a member, {@code archive.zip} its only one. */
    public static FileLines of(final Path path) {
        return of(LineOrigin.file(path));
    }

    /** As {@link #of(Path)}. */
    public static FileLines of(final String path) {
        return of(Path.of(path));
    }

    /**
     * A resource in the package of {@code near}, or from the root of the class path when {@code name} starts with a
     * slash.
     */
    public static FileLines resource(final Class<?> near, final String name) {
        final String path =
                name.startsWith("/") ? name.substring(1) : near.getPackageName().replace('.', '/') + "/" + name;
        final ClassLoader loader = near.getClassLoader();
        return resource(loader == null ? ClassLoader.getSystemClassLoader() : loader, path);
    }

    /** A resource by its full name on the class path; unpacked when that ends with {@code .gz}. */
    public static FileLines resource(final ClassLoader loader, final String name) {
        return of(LineOrigin.resource(loader, name));
    }

    /** Whatever {@code opening} opens, called {@code name} in messages; unpacked when that ends with {@code .gz}. */
    public static FileLines stream(final String name, final Callable<? extends InputStream> opening) {
        return of(new LineOrigin(name, opening));
    }

    /** The same, with lines of up to this many bytes; 64 KiB by default. A longer one is an error. */
    public FileLines maxLineBytes(final int bytes) {
        LineBuffer.checkMaxLineBytes(origin.name(), bytes);
        return new FileLines(origin, bytes, latin1, firstLine);
    }

    /** The same, with each byte read as the ISO 8859-1 character of its value. */
    public FileLines latin1() {
        return new FileLines(origin, maxLineBytes, true, firstLine);
    }

    /**
     * The same, beginning with {@code line}, 1 for the first: {@code from(saved + 1)} goes on behind a saved {@link
     * #line()}.
     */
    public FileLines from(final long line) {
        if (line < 1) {
            throw new IllegalArgumentException(origin.name() + ": from=" + line + " < 1: lines are numbered from 1");
        }
        return new FileLines(origin, maxLineBytes, latin1, line);
    }

    /** Number of the last line polled; before the first, of the line before it. */
    public long line() {
        final LineReader lines = reader;
        return lines == null ? firstLine - 1 : lines.line();
    }

    @Override
    public void open() throws IOException {
        close();
        final LineReader lines = openReader();
        reader = lines;
        lines.skipTo(Math.max(firstLine, restoredLine + 1));
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(line());
    }

    @Override
    public void restore(final StateReader in) {
        restoredLine = in.getLong();
    }

    /** A reader at line 1, for a source that reads a header first. */
    LineReader openReader() throws IOException {
        return new LineReader(origin, maxLineBytes, latin1);
    }

    String name() {
        return origin.name();
    }

    int maxLineBytes() {
        return maxLineBytes;
    }

    long firstLine() {
        return firstLine;
    }

    @Override
    public Poll poll(final Output<String> output) throws IOException {
        final LineReader lines = reader;
        if (lines == null) {
            throw new IllegalStateException(origin.name() + ": polled before open()");
        }
        if (!lines.next()) {
            return Poll.EXHAUSTED;
        }
        output.emit(lines.text(), SlotLayout.NO_TIME);
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return origin.name() + ":" + line();
    }

    @Override
    public void close() throws IOException {
        final LineReader lines = reader;
        if (lines != null) {
            lines.close();
        }
    }
}
