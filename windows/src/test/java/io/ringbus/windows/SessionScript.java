// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A script of records and watermarks over sessions, all of it decided by a seed: for any engine that takes records with
 * times, and watermarks. Times mostly run on and sometimes leap, records come out of order, watermarks sometimes too soon; times
 * and gaps are few enough that records touch, bridge, and just miss sessions that are open, told or closed.
 */
final class SessionScript {
    /** What takes the script: an engine, or a definition. */
    interface Reader {
        /** One record. */
        void record(Trade trade, long timestampNs) throws Exception;

        /** No record at or below this time is promised to follow; the script does not keep to it. */
        void watermark(long watermarkNs) throws Exception;
    }

    private record Step(@Nullable Trade trade, long timeNs) {}

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int GAP_UNITS = 6;
    private static final long[] UNITS_NS = {1, 1, 1_000, 7_000_000_007L};

    private final long seed;
    private final Random random;
    private final long unitNs;
    private final boolean ownGaps;
    private final long gapNs;
    private final long latenessNs;
    private final List<Step> steps = new ArrayList<>();

    SessionScript(final long seed, final int recordsMax) {
        this.seed = seed;
        random = new Random(seed * SPREAD); // the first numbers drawn for neighbouring seeds would be much alike
        unitNs = UNITS_NS[random.nextInt(UNITS_NS.length)];
        ownGaps = random.nextBoolean();
        gapNs = unitNs * (1 + random.nextInt(GAP_UNITS)) + (unitNs > 1 ? random.nextInt(2) : 0);
        latenessNs = random.nextBoolean() ? 0 : unitNs * random.nextInt(20);
        write(1 + random.nextInt(recordsMax));
    }

    private void write(final int records) {
        final int symbols = 1 + random.nextInt(3);
        final int disorder = 1 + random.nextInt(4 * GAP_UNITS);
        final int delay = random.nextInt(disorder + 2);
        final int stride = 2 + random.nextInt(GAP_UNITS);
        long now = unitNs * (random.nextInt(100) - 60);
        long watermarkNs = Long.MIN_VALUE;
        for (int id = 0; id < records; id++) {
            now += unitNs * (random.nextInt(20) == 0 ? random.nextInt(1_000) : random.nextInt(stride));
            final String symbol = String.valueOf((char) ('A' + random.nextInt(symbols)));
            final long timestampNs = now - unitNs * random.nextInt(disorder);
            steps.add(new Step(new Trade(symbol, id, 1.25, random.nextInt(GAP_UNITS)), timestampNs));
            if (random.nextInt(3) == 0) {
                watermarkNs = Math.max(watermarkNs, now - unitNs * delay - random.nextInt(2));
                steps.add(new Step(null, watermarkNs));
            }
        }
    }

    /** The gap behind a record. */
    ToLongFunction<Trade> gap() {
        return ownGaps ? trade -> unitNs * (1 + trade.size()) : trade -> gapNs;
    }

    long latenessNs() {
        return latenessNs;
    }

    /** For failure messages. */
    String name() {
        return "seed=" + seed + " unit=" + unitNs + " gap=" + (ownGaps ? "unit * (1 + size)" : gapNs) + " lateness="
                + latenessNs;
    }

    /** Something else to draw from the seed. */
    Random random() {
        return random;
    }

    /** Reads the script to its end, but not the end of time. */
    void read(final Reader reader) throws Exception {
        for (final Step step : steps) {
            final Trade trade = step.trade();
            if (trade == null) {
                reader.watermark(step.timeNs());
            } else {
                reader.record(trade, step.timeNs());
            }
        }
    }
}
