// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

/**
 * The job of P1: eight operators between a tape of trades and a sum.
 *
 * <p>Filter by size, filter by flag, map to a value, filter by value, map to a charge, map to a time bucket, filter by
 * symbol, map to a result.
 */
public final class TradeJob {
    static final int TRADES = 1 << 20;
    static final int LAPS = 1;
    static final long SEED = 20_260_101;

    static final int SIZE_MIN = 26;
    static final long FLAG_MASK = 7;
    static final long VALUE_MIN = 50_000;
    static final int CHARGE_SHIFT = 10;
    static final int BUCKET_SHIFT = 20;
    static final int GROUP_MASK = 15;
    static final int GROUP_LEFT_OUT = 13;
    static final long KEY_FACTOR = 31;

    /** A trade's value in hundredths. */
    public record Valued(int symbol, long value, long timeNs) {}

    /** A value less its charge. */
    public record Charged(int symbol, long amount, long timeNs) {}

    /** An amount in its time bucket. */
    public record Bucketed(int symbol, long amount, long bucket) {}

    /** What comes out. */
    public record Result(long key, long amount) {}

    private TradeJob() {}

    static boolean isLarge(final Trade trade) {
        return trade.size() >= SIZE_MIN;
    }

    static boolean isRegular(final Trade trade) {
        return (trade.flags() & FLAG_MASK) != 0;
    }

    static Valued valued(final Trade trade) {
        return new Valued(trade.symbol(), trade.price() * trade.size(), trade.timeNs());
    }

    static boolean isWorthwhile(final Valued valued) {
        return valued.value() >= VALUE_MIN;
    }

    static Charged charged(final Valued valued) {
        return new Charged(valued.symbol(), valued.value() - (valued.value() >> CHARGE_SHIFT), valued.timeNs());
    }

    static Bucketed bucketed(final Charged charged) {
        return new Bucketed(charged.symbol(), charged.amount(), charged.timeNs() >> BUCKET_SHIFT);
    }

    static boolean isWanted(final Bucketed bucketed) {
        return (bucketed.symbol() & GROUP_MASK) != GROUP_LEFT_OUT;
    }

    static Result result(final Bucketed bucketed) {
        return new Result(bucketed.symbol() * KEY_FACTOR + bucketed.bucket(), bucketed.amount());
    }

    /** Folds a sum into the checksum of a round. */
    static long checksum(final long count, final long keys, final long amounts) {
        return (count * KEY_FACTOR + keys) * KEY_FACTOR + amounts;
    }
}
