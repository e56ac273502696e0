// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ringbus.windows.Trade;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AggregatesTest {
    private static final Path SOURCE = Path.of("src/main/java/io/ringbus/windows/aggregate/Aggregates.java");
    private static final Pattern ROW =
            Pattern.compile("<tr><td>([^<]+)</td><td>(\\d+)( \\+ 2 \\* record)?</td><td>\\w+</td><td>(\\w+)</td></tr>");
    private static final int RECORD_BYTES = 24; // 22, rounded up

    private static Map<String, Aggregate<Trade, ?>> byName() {
        final Map<String, Aggregate<Trade, ?>> byName = new LinkedHashMap<>();
        byName.put("count", Aggregates.count());
        byName.put("sum", Aggregates.sum(Trade::price));
        byName.put("sumLong", Aggregates.sumLong(Trade::size));
        byName.put("mean", Aggregates.mean(Trade::price));
        byName.put("meanLong", Aggregates.meanLong(Trade::size));
        byName.put("vwap", Aggregates.vwap(Trade::price, Trade::size));
        byName.put("min", Aggregates.min(Trade::price));
        byName.put("max", Aggregates.max(Trade::price));
        byName.put("minLong", Aggregates.minLong(Trade::size));
        byName.put("maxLong", Aggregates.maxLong(Trade::size));
        byName.put("summary", Aggregates.summary(Trade::price));
        byName.put("summaryLong", Aggregates.summaryLong(Trade::size));
        byName.put("ohlc", Aggregates.ohlc(Trade::price));
        byName.put("variance", Aggregates.variance(Trade::price));
        byName.put("stddev", Aggregates.stddev(Trade::price));
        byName.put("covariance", Aggregates.covariance(Trade::price, Trade::size));
        byName.put("correlation", Aggregates.correlation(Trade::price, Trade::size));
        byName.put("regression", Aggregates.regression(Trade::price, Trade::size));
        byName.put("ewma", Aggregates.ewma(Trade::price, Time.of(1, TimeUnit.SECONDS)));
        byName.put("first", Aggregates.first(Trade.CODEC));
        byName.put("last", Aggregates.last(Trade.CODEC));
        byName.put("minBy", Aggregates.minBy(Trade.CODEC, Trade::price));
        byName.put("maxBy", Aggregates.maxBy(Trade.CODEC, Trade::price));
        return byName;
    }

    @Test
    void theTableSaysWhatAnAccumulatorTakesAndWhetherItSubtracts() throws IOException {
        final Map<String, Aggregate<Trade, ?>> missing = byName();
        final Matcher rows = ROW.matcher(Files.readString(SOURCE));
        while (rows.find()) {
            for (final String name : rows.group(1).split(", ")) {
                final Aggregate<Trade, ?> aggregate = missing.remove(name);
                assertNotNull(aggregate, name);
                final int bytes = Integer.parseInt(rows.group(2)) + (rows.group(3) == null ? 0 : 2 * RECORD_BYTES);
                assertEquals(bytes, aggregate.accumulatorBytes(), name);
                assertEquals(!rows.group(4).equals("no"), aggregate.subtractable(), name);
            }
        }
        assertEquals(Map.of(), missing, "not in the table");
    }

    @Test
    void theOthersTakeWhatTheTableComputes() {
        final int entry = 24 + RECORD_BYTES;
        assertEquals(
                8 + 4 * entry, Aggregates.topN(3, Trade.CODEC, Trade::price).accumulatorBytes());
        assertEquals(64 + 16 * 1024, Aggregates.quantile(Trade::price, 0.5).accumulatorBytes());
        assertEquals(4096, Aggregates.distinct(Trade::symbol).accumulatorBytes());
        assertEquals(
                64 + RECORD_BYTES,
                Aggregates.distinct(Trade.CODEC, (Trade it) -> it, 6).accumulatorBytes());
    }
}
