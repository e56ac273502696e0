// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.pipeline.Trade;

/**
 * The job: trades of 1000 symbols, a microsecond apart; those of at least 26 pass, 90 % of them; per symbol and second of
 * event time the count, sum, least and greatest of price times size. A tape is one second, so a round fires each symbol once.
 */
public final class TickJob {
    static final int TRADES = 1_000_000;
    static final int SYMBOLS = 1_000;
    static final long SEED = 20_260_104;
    static final long WINDOW_NS = 1_000_000_000;
    static final int SIZE_MIN = 26;

    private static final long FACTOR = 31;

    /** A trade's value. */
    public record Value(int symbol, long amount) {}

    /** What a window comes to. */
    public record Summary(long count, long sum, long min, long max) {}

    private TickJob() {}

    static boolean isLarge(final Trade trade) {
        return trade.size() >= SIZE_MIN;
    }

    static Value value(final Trade trade) {
        return new Value(trade.symbol(), trade.price() * trade.size());
    }

    /** One window's share in the checksum of a round, whatever the order of the windows. */
    static long share(final int symbol, final long count, final long sum, final long min, final long max) {
        return (((symbol * FACTOR + count) * FACTOR + sum) * FACTOR + min) * FACTOR + max;
    }
}
