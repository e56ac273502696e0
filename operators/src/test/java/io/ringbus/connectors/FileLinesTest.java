// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.chain.Discard;
import io.ringbus.chain.Source.Poll;
import io.ringbus.testing.Polled;
import io.ringbus.testing.RecordingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLinesTest {
    @TempDir
    Path folder;

    private Path write(final String name, final byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static FileLines bytes(final byte[] bytes) {
        return FileLines.stream("memory", () -> new ByteArrayInputStream(bytes));
    }

    @Test
    void endsALineWithLineFeedOrCarriageReturnLineFeedOrTheEnd() throws Exception {
        final Path file = write("a.txt", "one\r\ntwo\n\nfo\rur\nlast".getBytes(UTF_8));
        assertEquals(List.of("one", "two", "", "fo\rur", "last"), Polled.all(FileLines.of(file)));
        assertEquals(List.of(), Polled.all(bytes(new byte[0])));
        assertEquals(List.of(""), Polled.all(bytes(new byte[] {'\n'})));
    }

    @Test
    void numbersLinesForPeople() throws Exception {
        final Path file = write("trades.csv", "a\nb\n".getBytes(UTF_8));
        final FileLines source = FileLines.of(file);
        assertEquals(0, source.line());
        source.open();
        source.poll(new RecordingOutput<>());
        assertEquals(file + ":1", source.position());
        source.poll(new RecordingOutput<>());
        assertEquals(Poll.EXHAUSTED, source.poll(new RecordingOutput<>()));
        assertEquals(2, source.line());
        source.close();
    }

    @Test
    void goesOnBehindASavedLineAsIfItHadNotStopped() throws Exception {
        final byte[] text = "a\nbb\nccc\ndddd".getBytes(UTF_8);
        final List<String> all = Polled.all(bytes(text));
        for (int saved = 0; saved <= all.size(); saved++) {
            assertEquals(all.subList(saved, all.size()), Polled.all(bytes(text).from(saved + 1)));
        }
        final IOException shorter =
                assertThrows(IOException.class, () -> Polled.all(bytes(text).from(6)));
        assertEquals(
                "memory: from=6 > lines=4 + 1: the input is shorter than it was:"
                        + " restore the whole of it, or start from line 1",
                shorter.getMessage());
    }

    @Test
    void readsAnyCharacterOfUnicodeAndPassesOverAByteOrderMark() throws Exception {
        assertEquals(List.of("grün", "日本🎌"), Polled.all(bytes("\uFEFFgrün\n日本🎌".getBytes(UTF_8))));
    }

    @Test
    void refusesBytesThatAreNotUtf8AndContinuesBehindTheirLine() throws Exception {
        final byte[] text = "a\nbr\u00FCn\nc\n".getBytes(ISO_8859_1);
        final Polled<String> output = Polled.skipping(bytes(text));
        assertEquals(List.of("a", "c"), output.records());
        assertEquals(
                "memory:2: byte 3=0xfc is not UTF-8: convert the input to UTF-8, or read it with latin1()",
                output.errors().get(0).getMessage());
        assertEquals(List.of("a", "br\u00FCn", "c"), Polled.all(bytes(text).latin1()));
    }

    @Test
    void refusesALineThatIsTooLongAndContinuesBehindIt() throws Exception {
        for (final int length : new int[] {11, 12, 13, 70_000, 500_000}) {
            final byte[] text = ("0123456789\n" + "x".repeat(length) + "\r\nafter\n").getBytes(UTF_8);
            final Polled<String> output = Polled.skipping(bytes(text).maxLineBytes(10));
            assertEquals(List.of("0123456789", "after"), output.records(), "length=" + length);
            assertEquals(1, output.errors().size(), "length=" + length);
            assertEquals(
                    "memory:2: line length > maxLineBytes=10: raise maxLineBytes, or check that the input is text",
                    output.errors().get(0).getMessage());
        }
    }

    @Test
    void goesOnBehindABadLineThatWasReportedBefore() throws Exception {
        final FileLines lines =
                bytes("one\nmuch too long\nthree\nfour\n".getBytes(UTF_8)).maxLineBytes(5);
        assertEquals(List.of("three", "four"), Polled.all(lines.from(3)));
    }

    @Test
    void namesTheFileThatIsMissing() {
        final IOException missing = assertThrows(
                IOException.class, () -> FileLines.of("no/such.csv").open());
        assertEquals(
                "no/such.csv: no such file: correct the path, which is relative to folder "
                        + Path.of("").toAbsolutePath(),
                missing.getMessage());
        final IOException notAFile =
                assertThrows(IOException.class, () -> FileLines.of(folder).open());
        assertEquals(folder + ": it is a folder: name a file in it", notAFile.getMessage());
        final IOException noResource = assertThrows(
                IOException.class,
                () -> FileLines.resource(FileLinesTest.class, "none.csv").open());
        assertEquals(
                "io/ringbus/connectors/none.csv: no such resource on the class path: correct its name, or add the jar"
                        + " that holds it",
                noResource.getMessage());
    }

    @Test
    void readsAResourceOfTheClassPath() throws Exception {
        final List<String> lines = Polled.all(
                FileLines.resource(FileLinesTest.class, "FileLinesTest.class").latin1());
        assertTrue(lines.get(0).startsWith("\u00CA\u00FE\u00BA\u00BE"));
    }

    @Test
    void cutsRandomBytesAsASimpleSplitDoesHoweverTheyArrive() throws Exception {
        for (long seed = 1; seed <= 60; seed++) {
            final Random random = new Random(seed);
            final StringBuilder text = new StringBuilder();
            final List<String> expected = new ArrayList<>();
            for (int line = random.nextInt(200); line >= 0; line--) {
                final String content = "xé,\r".repeat(random.nextInt(300)) + random.nextInt();
                expected.add(content);
                text.append(content)
                        .append(line == 0 && random.nextBoolean() ? "" : random.nextBoolean() ? "\n" : "\r\n");
            }
            final byte[] bytes = text.toString().getBytes(UTF_8);
            final FileLines source =
                    FileLines.stream("fuzz", () -> new DribblingStream(bytes, new Random(random.nextLong())));
            assertEquals(expected, Polled.all(source), "seed=" + seed);
        }
    }

    @Test
    void allocatesTheStringOfALineAndNothingBesides() throws Exception {
        final int lineLength = 40;
        final int lines = 50_000;
        final Path file =
                write("many.txt", ("x".repeat(lineLength) + "\n").repeat(lines).getBytes(UTF_8));
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final FileLines source = FileLines.of(file);
        source.open();
        final Discard<String> output = new Discard<>();
        for (int i = 0; i < 1_000; i++) {
            source.poll(output);
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        int count = 1_000;
        while (source.poll(output) == Poll.EMITTED) {
            count++;
        }
        final double perLine = (threads.getCurrentThreadAllocatedBytes() - before) / (double) (lines - 1_000);
        source.close();
        assertEquals(lines, count);
        assertTrue(perLine <= 40 + lineLength + 8, "bytes per line=" + perLine);
    }
}
