// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.chain.Discard;
import io.ringbus.chain.Source.Poll;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.Polled;
import io.ringbus.testing.RecordingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvRecordsTest {
    enum Side {
        BUY,
        SELL
    }

    record Trade(String symbol, double price, int size, Side side) {
        Trade {
            if (size < 0) {
                throw new IllegalArgumentException("size=" + size + " < 0");
            }
        }
    }

    record Every(
            byte tiny,
            short small,
            int whole,
            long big,
            float single,
            double twice,
            boolean flag,
            char letter,
            String text) {}

    private static FileLines text(final String text) {
        return FileLines.stream("trades.csv", () -> new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static <T> String onlyError(final Source<T> of) throws Exception {
        final Polled<T> output = Polled.skipping(of.source());
        assertEquals(1, output.errors().size());
        assertEquals(of.good(), output.records().size(), "records around the bad one");
        return output.errors().get(0).getMessage();
    }

    private record Source<T>(CsvRecords<T> source, int good) {}

    private static String errorOf(final String badLine) throws Exception {
        return onlyError(new Source<>(
                CsvRecords.of(
                        text("symbol,price,size,side\nA,1.5,1,BUY\n" + badLine + "\nB,2.5,2,SELL\n"),
                        Csv.of(Trade.class)),
                2));
    }

    @Test
    void findsColumnsByTheHeaderWhateverTheirOrder() throws Exception {
        assertEquals(
                List.of(new Trade("AAPL", 491.8, 300, Side.BUY), new Trade("a,\"b\"", -0.5, 7, Side.SELL)),
                Polled.all(CsvRecords.of(
                        text("size, venue ,side,price,symbol\r\n"
                                + "300,P,BUY, 491.8 ,AAPL\r\n\r\n 7 ,Q,SELL,-5e-1,\"a,\"\"b\"\"\"\r\n"),
                        Csv.of(Trade.class))));
    }

    @Test
    void takesColumnsByOrderWithAHeaderOrWithout() throws Exception {
        final List<Trade> expected = List.of(new Trade("A", 1, 2, Side.BUY));
        assertEquals(
                expected,
                Polled.all(CsvRecords.of(
                        text("x;y;z;w\nA;1;2;BUY"),
                        Csv.of(Trade.class).byOrder().separator(';'))));
        assertEquals(
                expected,
                Polled.all(CsvRecords.of(
                        text("A\t1\t2\tBUY"),
                        Csv.of(Trade.class).withoutHeader().separator('\t'))));
    }

    @Test
    void makesRecordsByAFunctionOfTheFields() throws Exception {
        final Csv<Long> csv = Csv.of(fields -> fields.longAt(fields.column("price")) * fields.intAt(0));
        assertEquals(List.of(6L, 20L), Polled.all(CsvRecords.of(text("size,price\n2,3\n4,5\n"), csv)));
    }

    @Test
    void emitsTheTimeThatTheTimestampFunctionTells() throws Exception {
        final Polled<Trade> output = Polled.skipping(
                CsvRecords.of(text("A,1,2,BUY\nB,1,3,SELL"), Csv.of(Trade.class).withoutHeader())
                        .timestamps(Trade::size));
        assertEquals(
                List.of(2L, 3L),
                output.emitted().stream().map(Emitted::timestampNs).toList());
    }

    @Test
    void namesPlaceColumnTextAndExpectationOfAFieldThatDoesNotParse() throws Exception {
        final String remedy = ": correct the line, or skip it by the error policy";
        assertEquals(
                "trades.csv:3: column 2 'price': text='12,5' is not a double" + remedy, errorOf("A,\"12,5\",1,BUY"));
        assertEquals("trades.csv:3: column 2 'price': text='' is not a double" + remedy, errorOf("A,,1,BUY"));
        assertEquals("trades.csv:3: column 2 'price': text='1.5d' is not a double" + remedy, errorOf("A,1.5d,1,BUY"));
        assertEquals("trades.csv:3: column 2 'price': text='0x1p3' is not a double" + remedy, errorOf("A,0x1p3,1,BUY"));
        assertEquals(
                "trades.csv:3: column 3 'size': text='2147483648' is not an int" + remedy,
                errorOf("A,1,2147483648,BUY"));
        assertEquals("trades.csv:3: column 3 'size': text='' is not an int" + remedy, errorOf("A,1,,BUY"));
        assertEquals("trades.csv:3: column 3 'size': text='-' is not an int" + remedy, errorOf("A,1,-,BUY"));
        assertEquals(
                "trades.csv:3: column 4 'side': text='buy' is not one of [BUY, SELL]" + remedy, errorOf("A,1,1,buy"));
        assertEquals("trades.csv:3: fields=3 != columns=4" + remedy, errorOf("A,1,1"));
        assertEquals("trades.csv:3: fields=5 != columns=4" + remedy, errorOf("A,1,1,BUY,"));
    }

    @Test
    void namesPlaceAndColumnOfAMisplacedQuote() throws Exception {
        assertEquals(
                "trades.csv:3: column 1 'symbol': text='\"A,1,1,BUY' has no closing quote: close it, or read with"
                        + " multiLine()",
                errorOf("\"A,1,1,BUY"));
        assertEquals(
                "trades.csv:3: column 1 'symbol': text='\"A\"B,1,1,BUY' goes on behind its closing quote: double the"
                        + " quotes inside the field",
                errorOf("\"A\"B,1,1,BUY"));
        assertEquals(
                "trades.csv:3: column 1 'symbol': text='A\"B,1,1,BUY' has a quote in an unquoted field: quote the field"
                        + " and double it",
                errorOf("A\"B,1,1,BUY"));
    }

    @Test
    void placesWhatTheRecordsOwnConstructorThrows() throws Exception {
        assertEquals(
                "trades.csv:3: java.lang.IllegalArgumentException: size=-1 < 0: correct the line or the record's"
                        + " checks, or skip it by the error policy",
                errorOf("A,1,-1,BUY"));
    }

    @Test
    void refusesAHeaderThatDoesNotFitTheRecord() {
        assertEquals(
                "trades.csv:1: column 'price' of Trade is not in header=[symbol, cost]: rename the component, or read"
                        + " byOrder() or withoutHeader()",
                assertThrows(
                                LineFormatException.class,
                                () -> CsvRecords.of(text("symbol,cost\n"), Csv.of(Trade.class))
                                        .open())
                        .getMessage());
        assertEquals(
                "trades.csv:1: header=[a, a] names a column twice: rename one, or read byOrder()",
                assertThrows(
                                LineFormatException.class,
                                () -> CsvRecords.of(text("a,a\n"), Csv.of(Trade.class))
                                        .open())
                        .getMessage());
        assertEquals(
                "trades.csv: lines=0, but the first one must be the header: read withoutHeader()",
                assertThrows(
                                IOException.class,
                                () -> CsvRecords.of(text(""), Csv.of(Trade.class))
                                        .open())
                        .getMessage());
    }

    @Test
    void refusesATypeItCannotFillWhenTheFormatIsMade() {
        record Nested(Trade trade) {}
        assertEquals(
                "csv: component 'trade' of Nested has type=Trade, but a column holds a primitive, a String or an enum:"
                        + " give Csv.of a function of the fields",
                assertThrows(IllegalArgumentException.class, () -> Csv.of(Nested.class))
                        .getMessage());
        assertEquals(
                "csv: type=java.lang.String is not a record with components:"
                        + " give a record, or a function of the fields",
                assertThrows(IllegalArgumentException.class, () -> Csv.of(String.class))
                        .getMessage());
    }

    @Test
    void fillsEveryPrimitiveUpToItsBounds() throws Exception {
        assertEquals(
                List.of(new Every(
                        (byte) -128,
                        (short) 32767,
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        1.5f,
                        Double.NaN,
                        true,
                        'x',
                        "")),
                Polled.all(CsvRecords.of(
                        text("-128,32767,-2147483648,9223372036854775807,1.5,NaN,TRUE,x,"),
                        Csv.of(Every.class).withoutHeader())));
    }

    @Test
    void continuesInAFieldOverSeveralLinesOnlyWhenToldTo() throws Exception {
        record Note(String text, int number) {}
        final String text = "\"two\r\nlines\n\"\"x\"\"\",1\nplain,2\n";
        final Csv<Note> csv = Csv.of(Note.class).withoutHeader();
        assertEquals(
                List.of(new Note("two\r\nlines\n\"x\"", 1), new Note("plain", 2)),
                Polled.all(CsvRecords.of(text(text), csv.multiLine())));
        assertEquals(3, Polled.skipping(CsvRecords.of(text(text), csv)).errors().size());
        assertEquals(
                "trades.csv:2: a quoted field is still open at the end of the file:"
                        + " close its quote, or raise maxLineBytes",
                onlyError(new Source<>(CsvRecords.of(text("a,1\n\"b,2\nc,3\n"), csv.multiLine()), 1)));
        assertEquals(
                "trades.csv:2: a quoted field is still open after maxLineBytes=8:"
                        + " close its quote, or raise maxLineBytes",
                onlyError(new Source<>(
                        CsvRecords.of(text("a,1\n\"b,2\nc,3\nd,4\ne,5\n").maxLineBytes(8), csv.multiLine()), 2)));
    }

    @Test
    void goesOnBehindASavedLineWithTheHeaderReadAgain() throws Exception {
        final String text = "symbol,price,size,side\nA,1,1,BUY\nB,1,2,BUY\nC,1,3,SELL\n";
        final CsvRecords<Trade> first = CsvRecords.of(text(text), Csv.of(Trade.class));
        first.open();
        first.poll(new RecordingOutput<>());
        assertEquals("trades.csv:2", first.position());
        final List<Trade> rest = Polled.all(CsvRecords.of(text(text).from(first.line() + 1), Csv.of(Trade.class)));
        assertEquals(List.of(new Trade("B", 1, 2, Side.BUY), new Trade("C", 1, 3, Side.SELL)), rest);
    }

    @Test
    void allocatesLittleMoreThanTheStringsOfALine() throws Exception {
        final int lines = 50_000;
        final CsvRecords<Trade> source = CsvRecords.of(
                text("AAPL,491.83,300,BUY\n".repeat(lines)), Csv.of(Trade.class).withoutHeader());
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final Discard<Trade> output = new Discard<>();
        source.open();
        int warm = 0;
        while (warm++ < 10_000) {
            source.poll(output);
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        int count = 0;
        while (source.poll(output) == Poll.EMITTED) {
            count++;
        }
        final double perLine = (threads.getCurrentThreadAllocatedBytes() - before) / (double) count;
        assertTrue(perLine <= 350, "bytes per line=" + perLine);
    }
}
