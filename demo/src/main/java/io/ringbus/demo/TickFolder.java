// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Source;
import io.ringbus.connectors.Csv;
import io.ringbus.connectors.CsvFields;
import io.ringbus.connectors.CsvRecords;
import io.ringbus.connectors.FileLines;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tick files of US equities: {@code <symbol>_<yyyymmdd>_trade.zip} and {@code _quote.zip}, one a day, each with one CSV file
 * in it. Times are milliseconds of the day in New York, prices are in 1/10,000 dollar, the missing side of a quote is 0.
 */
final class TickFolder {
    private static final Pattern NAME = Pattern.compile("([a-z0-9]{1,8})_(\\d{8})_(trade|quote)\\.zip");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final double UNITS_PER_DOLLAR = 10_000;
    private static final int BID = 1;
    private static final int ASK = 3;

    private TickFolder() {}

    /** All tick files in {@code folder}; the days of a symbol follow each other. */
    static MarketData read(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + ": no such folder: give --data a folder of tick files");
        }
        final List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        final Map<String, List<Source<Tick>>> days = new TreeMap<>();
        boolean hasQuotes = false;
        for (final Path file : files) {
            final Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                final String symbol = name.group(1).toUpperCase(Locale.ROOT);
                final boolean quotes = name.group(3).equals("quote");
                hasQuotes |= quotes;
                days.computeIfAbsent(symbol + " " + name.group(3) + "s", inputs -> new ArrayList<>())
                        .add(day(file, symbol, midnightNs(file, name.group(2)), quotes));
            }
        }
        if (days.isEmpty()) {
            throw new IllegalArgumentException(folder + ": tick files=0 of files=" + files.size()
                    + ": expected names such as spy_20131007_trade.zip and spy_20131007_quote.zip");
        }
        final List<MarketData.Input> inputs = new ArrayList<>();
        days.forEach((name, sources) -> inputs.add(new MarketData.Input(name, new SuccessiveSources<>(sources))));
        return new MarketData(
                "US equities in " + folder.getFileName(),
                inputs,
                hasQuotes,
                Time.of(10, TimeUnit.MINUTES),
                Time.of(5, TimeUnit.MINUTES));
    }

    private static long midnightNs(final Path file, final String date) {
        try {
            final LocalDate day = LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE);
            return TimeUnit.SECONDS.toNanos(day.atStartOfDay(NEW_YORK).toEpochSecond());
        } catch (final DateTimeException notADate) {
            throw new IllegalArgumentException(
                    file + ": date=" + date + " is not a day of the calendar: rename the file", notADate);
        }
    }

    private static Source<Tick> day(final Path file, final String symbol, final long midnightNs, final boolean quotes) {
        final FileLines lines = FileLines.of(file);
        return quotes
                ? CsvRecords.of(
                        lines,
                        Csv.<Tick>of(quote -> Tick.quote(
                                        symbol, dollars(quote, BID), dollars(quote, ASK), timeNs(quote, midnightNs)))
                                .withoutHeader())
                : CsvRecords.of(
                        lines,
                        Csv.<Tick>of(trade -> Tick.trade(
                                        symbol, dollars(trade, 1), trade.intAt(2), timeNs(trade, midnightNs)))
                                .withoutHeader());
    }

    private static long timeNs(final CsvFields line, final long midnightNs) {
        return midnightNs + TimeUnit.MILLISECONDS.toNanos(line.longAt(0));
    }

    private static double dollars(final CsvFields line, final int column) {
        return line.longAt(column) / UNITS_PER_DOLLAR;
    }
}
