// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringbus.testing.Polled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileSinkTest {
    enum Side {
        BUY,
        SELL
    }

    record Row(String text, double price, long count, Side side, boolean flag, char letter, float rate, String last) {}

    private record Optionals(
            @Nullable String text, int count, @Nullable Side side) {}

    record Single(String text) {}

    @TempDir
    Path folder;

    private static <T> void writeAll(final CsvFileSink<T> sink, final List<T> records) throws Exception {
        sink.open();
        for (final T record : records) {
            sink.accept(record, 0);
        }
        sink.flush();
        sink.close();
    }

    private static String text(final Random random) {
        final String letters = "ab ,;\"\n\r\téλ日🎌-0";
        final int[] points = letters.codePoints().toArray();
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static char letter(final Random random) {
        return ",;\"\n\rxé".charAt(random.nextInt(7));
    }

    @Test
    void readsBackAsExactlyWhatWasWritten() throws Exception {
        for (long seed = 1; seed <= 40; seed++) {
            final Random random = new Random(seed);
            final List<Row> rows = new ArrayList<>();
            final List<Single> singles = new ArrayList<>();
            for (int i = random.nextInt(300); i >= 0; i--) {
                rows.add(new Row(
                        text(random),
                        Double.longBitsToDouble(random.nextLong()),
                        random.nextLong(),
                        Side.values()[random.nextInt(2)],
                        random.nextBoolean(),
                        letter(random),
                        Float.intBitsToFloat(random.nextInt()),
                        text(random)));
                singles.add(new Single(text(random)));
            }
            final char separator = ",;\t-0".charAt(random.nextInt(5));
            final Path file = folder.resolve("rows.csv");
            writeAll(CsvFileSink.<Row>of(file).separator(separator), rows);
            final Csv<Row> csv = Csv.of(Row.class).multiLine().separator(separator);
            assertEquals(rows, Polled.all(CsvRecords.of(FileLines.of(file), csv)), "seed=" + seed);
            writeAll(CsvFileSink.of(file, Single.class), singles);
            assertEquals(
                    singles,
                    Polled.all(CsvRecords.of(
                            FileLines.of(file), Csv.of(Single.class).multiLine())),
                    "seed=" + seed);
        }
    }

    @Test
    void quotesOnlyWhatMustBeQuoted() throws Exception {
        final Path file = folder.resolve("new/deep/out.csv");
        writeAll(
                CsvFileSink.of(file),
                List.of(
                        new Row("a,b", 0.1, -1, Side.SELL, true, '"', 1f, "x y"),
                        new Row("", 1, 2, Side.BUY, false, 'c', 2f, "")));
        assertEquals(
                "text,price,count,side,flag,letter,rate,last\n"
                        + "\"a,b\",0.1,-1,SELL,true,\"\"\"\",1.0,x y\n,1.0,2,BUY,false,c,2.0,\n",
                Files.readString(file));
    }

    @Test
    void writesNothingForAComponentThatIsAbsent() throws Exception {
        final Path file = folder.resolve("out.csv");
        writeAll(CsvFileSink.of(file), List.of(new Optionals(null, 1, null), new Optionals("a", 2, Side.BUY)));
        assertEquals("text,count,side\n,1,\na,2,BUY\n", Files.readString(file));
    }

    @Test
    void writesOneColumnForATypeThatIsNoRecordAndNamedColumnsForAWriter() throws Exception {
        final Path file = folder.resolve("out.csv");
        writeAll(CsvFileSink.<Object>of(file), List.of(1L, "a,b"));
        assertEquals("value\n1\n\"a,b\"\n", Files.readString(file));
        writeAll(
                CsvFileSink.<Long>of(
                        file, List.of("n", "square"), (n, line) -> line.add(n).add(n * n)),
                List.of(2L, 3L));
        assertEquals("n,square\n2,4\n3,9\n", Files.readString(file));
        writeAll(CsvFileSink.of(file, Single.class), List.of());
        assertEquals("text\n", Files.readString(file));
    }

    @Test
    void showsOnlyWholeLinesWheneverItsFileIsLookedAt() throws Exception {
        final Path file = folder.resolve("out.csv");
        final CsvFileSink<Single> sink = CsvFileSink.of(file, Single.class);
        final Random random = new Random(7);
        sink.open();
        for (int i = 0; i < 400; i++) {
            sink.accept(new Single("x".repeat(random.nextInt(3_000))), 0);
            if (i % 37 == 0) {
                sink.flush();
                assertEquals(i + 2, Files.readAllLines(file).size());
            }
            final byte[] seen = Files.readAllBytes(file);
            assertTrue(seen.length == 0 || seen[seen.length - 1] == '\n', "record=" + i);
        }
        sink.close();
        assertEquals(401, Files.readAllLines(file).size());
    }

    @Test
    void writesALineLongerThanItsBuffer() throws Exception {
        final Path file = folder.resolve("out.csv");
        final List<Single> rows = List.of(new Single("a"), new Single("é".repeat(300_000)), new Single("b"));
        writeAll(CsvFileSink.of(file, Single.class), rows);
        assertEquals(rows, Polled.all(CsvRecords.of(FileLines.of(file).maxLineBytes(1 << 20), Csv.of(Single.class))));
    }

    @Test
    void namesFileAndLinesWhenTheDiskIsFullAndSaysItOnce() throws Exception {
        final Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        final CsvFileSink<Single> sink = CsvFileSink.of(full, Single.class);
        sink.open();
        sink.accept(new Single("a"), 0);
        final IOException error = assertThrows(IOException.class, sink::flush);
        assertEquals(
                "/dev/full: cannot be written (No space left on device) behind lines=0:"
                        + " free space or choose another disk",
                error.getMessage());
        final IOException again = assertThrows(IOException.class, () -> {
            while (true) {
                sink.accept(new Single("x".repeat(1_000)), 0);
            }
        });
        assertEquals(error.getMessage(), again.getMessage());
        sink.close();
    }

    @Test
    void namesTheFileThatCannotBeCreated() throws Exception {
        final Path blocked = Files.writeString(folder.resolve("file"), "x").resolve("out.csv");
        final IOException error = assertThrows(
                IOException.class, () -> CsvFileSink.of(blocked, Single.class).open());
        assertTrue(error.getMessage().startsWith(blocked + ": cannot be written ("), error.getMessage());
        assertTrue(error.getMessage().endsWith("choose a file in a folder that this process may write to"));
    }

    @Test
    void refusesAWriterThatLeavesColumnsOutAndARecordOfAnotherType() throws Exception {
        final Path file = folder.resolve("out.csv");
        final CsvFileSink<Long> sink = CsvFileSink.of(file, List.of("a", "b"), (n, line) -> line.add(n));
        sink.open();
        assertEquals(
                file + ": fields=1 != columns=2: let the writer add one field for each of [a, b]",
                assertThrows(IllegalStateException.class, () -> sink.accept(1L, 0))
                        .getMessage());
        sink.close();
        final CsvFileSink<Object> mixed = CsvFileSink.of(file);
        mixed.open();
        mixed.accept(new Single("a"), 0);
        assertEquals(
                "csv: record type=java.lang.String != " + Single.class.getName()
                        + " of the records before: write one type to a file",
                assertThrows(IllegalArgumentException.class, () -> mixed.accept("b", 0))
                        .getMessage());
        mixed.close();
        assertEquals("text\na\n", Files.readString(file));
    }
}
