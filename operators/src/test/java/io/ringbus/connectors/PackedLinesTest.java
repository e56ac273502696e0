// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Source.Poll;
import io.ringbus.testing.Polled;
import io.ringbus.testing.RecordingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedLinesTest {
    @TempDir
    Path folder;

    private static List<String> lines(final long seed, final int count) {
        final Random random = new Random(seed);
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(i + "," + random.nextLong() + "," + random.nextGaussian());
        }
        return lines;
    }

    private static byte[] text(final List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    private static byte[] gzip(final byte[] bytes) throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] concat(final byte[] first, final byte[] second) {
        final byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private Path zip(final String name, final String... members) throws IOException {
        final Path archive = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (final String member : members) {
                out.putNextEntry(new ZipEntry(member));
                out.write(("in " + member + "\nsecond\n").getBytes(UTF_8));
            }
        }
        return archive;
    }

    @Test
    void unpacksGzipOfOneMemberAndOfSeveral() throws Exception {
        final List<String> expected = lines(1, 5_000);
        final byte[] bytes = text(expected);
        final int half = bytes.length / 2 + 7;
        final Path one = Files.write(folder.resolve("one.csv.gz"), gzip(bytes));
        final Path two = Files.write(
                folder.resolve("two.csv.gz"),
                concat(gzip(Arrays.copyOf(bytes, half)), gzip(Arrays.copyOfRange(bytes, half, bytes.length))));
        assertEquals(expected, Polled.all(FileLines.of(one)));
        assertEquals(expected, Polled.all(FileLines.of(two)));
    }

    @Test
    void unpacksGzipWithEveryOptionalFieldInItsHeader() throws Exception {
        final byte[] plain = gzip(text(List.of("a", "b")));
        final byte[] head = {
            0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0, 3, 0, 9, 9, 9, 'n', 0, 'c', 'c', 0, 1, 2
        };
        final Path file =
                Files.write(folder.resolve("fields.gz"), concat(head, Arrays.copyOfRange(plain, 10, plain.length)));
        assertEquals(List.of("a", "b"), Polled.all(FileLines.of(file)));
    }

    @Test
    void namesFileAndLineOfGzipTruncatedAnywhereAfterEveryWholeLineBeforeIt() throws Exception {
        final List<String> expected = lines(2, 400);
        final byte[] first = gzip(text(expected.subList(0, 250)));
        final byte[] packed = concat(first, gzip(text(expected.subList(250, 400))));
        int mostLines = 0;
        for (int length = 0;
                length < packed.length;
                length += length > 60 && Math.abs(length - first.length) > 40 ? 23 : 1) {
            final Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, length));
            if (length == first.length) {
                assertEquals(expected.subList(0, 250), Polled.all(FileLines.of(file)));
                continue;
            }
            final FileLines source = FileLines.of(file);
            final RecordingOutput<String> output = new RecordingOutput<>();
            final IOException named = assertThrows(IOException.class, () -> {
                source.open();
                while (source.poll(output) != Poll.EXHAUSTED) {
                    Thread.onSpinWait();
                }
            });
            source.close();
            final int reached = output.records().size();
            assertEquals(expected.subList(0, reached), output.records(), "length=" + length);
            assertEquals(
                    file + ": unreadable behind line=" + reached + ": the file is truncated: fetch or pack it again",
                    named.getMessage());
            mostLines = Math.max(mostLines, reached);
        }
        assertEquals(400, mostLines, "cut in the last trailer, every line is there");
    }

    @Test
    void reportsTruncationOnceAndThenEnds() throws Exception {
        final byte[] packed = gzip(text(lines(3, 400)));
        final Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2));
        final Polled<String> output = Polled.skipping(FileLines.of(file));
        assertEquals(1, output.errors().size());
        assertTrue(output.records().size() > 100, "records=" + output.records().size());
    }

    @Test
    void reportsEveryFlippedBitOfGzipOrReadsTheSame() throws Exception {
        final List<String> expected = lines(4, 60);
        final byte[] packed = gzip(text(expected));
        for (int bit = 0; bit < packed.length * 8; bit += 19) {
            final byte[] damaged = packed.clone();
            damaged[bit >> 3] ^= (byte) (1 << (bit & 7));
            final Path file = Files.write(folder.resolve("bit.gz"), damaged);
            List<String> read;
            try {
                read = Polled.all(FileLines.of(file));
            } catch (final IOException | LineFormatException named) {
                assertTrue(named.getMessage().startsWith(file.toString()), named.getMessage());
                continue;
            }
            assertEquals(expected, read, "bit=" + bit);
        }
    }

    @Test
    void readsTheOnlyMemberOfAZipArchiveOrTheNamedOne() throws Exception {
        final Path one = zip("one.zip", "a.csv");
        final Path two = zip("two.zip", "a.csv", "deep/b.csv");
        assertEquals(List.of("in a.csv", "second"), Polled.all(FileLines.of(one)));
        assertEquals(List.of("in deep/b.csv", "second"), Polled.all(FileLines.of(two + "!deep/b.csv")));
        final IOException which =
                assertThrows(IOException.class, () -> FileLines.of(two).open());
        assertEquals(
                two + ": members=2, but without a name there must be 1: write two.zip!member with one of"
                        + " [a.csv, deep/b.csv]",
                which.getMessage());
        final IOException none = assertThrows(
                IOException.class, () -> FileLines.of(two + "!c.csv").open());
        assertEquals(two + ": no member 'c.csv': use one of [a.csv, deep/b.csv]", none.getMessage());
    }

    @Test
    void reportsAChangedByteOfAZipMemberBehindItsLines() throws Exception {
        final byte[] content = "first\nsecond\n".getBytes(UTF_8);
        final CRC32 crc = new CRC32();
        crc.update(content);
        final ZipEntry stored = new ZipEntry("a.csv"); // nothing but the checksum can tell
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(crc.getValue());
        final Path archive = folder.resolve("stored.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
            out.putNextEntry(stored);
            out.write(content);
        }
        final String whole = Files.readString(archive, ISO_8859_1);
        Files.writeString(archive, whole.replace("second", "sEcond"), ISO_8859_1);
        final Polled<String> output = Polled.skipping(FileLines.of(archive));
        assertEquals(List.of("first", "sEcond"), output.records());
        assertEquals(
                List.of(archive + ": unreadable behind line=2: the checksum differs: fetch or pack it again"),
                output.errors().stream().map(Exception::getMessage).toList());
    }

    @Test
    void refusesATruncatedZipArchiveWhenItIsOpened() throws Exception {
        final byte[] whole = Files.readAllBytes(zip("whole.zip", "a.csv"));
        for (int length = 0; length < whole.length; length += 5) {
            final Path file = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, length));
            final IOException named =
                    assertThrows(IOException.class, () -> FileLines.of(file).open());
            assertTrue(named.getMessage().startsWith(file + ": not a whole zip archive ("), named.getMessage());
        }
    }
}
