// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

/**
 * The job: ticks of 1000 symbols, a microsecond apart, each made from the hash of its number; those of at least 26 pass,
 * 90 % of them; per symbol and second of event time the count, sum, least and greatest of price times size. A round is one
 * second, so it fires each symbol once; every round has the same ticks, a second later.
 */
public final class TickJob {
    static final int TICKS = 1_000_000;
    static final int SYMBOLS = 1_000;
    static final long NS_PER_TICK = 1_000;
    static final long WINDOW_NS = TICKS * NS_PER_TICK;
    static final int SIZE_MIN = 26;

    private static final int SIZES = 256;
    private static final int PRICES = 20_000;
    private static final int HALF = 32;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private static final long FACTOR = 31;

    /** A tick; prices are in hundredths. */
    public record Tick(long timeNs, int symbol, long price, int size) {}

    /** A tick's value. */
    public record Value(int symbol, long amount) {}

    /** What a window comes to. */
    public record Summary(long count, long sum, long min, long max) {}

    private TickJob() {}

    static boolean isLarge(final Tick tick) {
        return tick.size() >= SIZE_MIN;
    }

    static Value value(final Tick tick) {
        return new Value(tick.symbol(), tick.price() * tick.size());
    }

    /** What tick {@code number} of a round is made of: the finaliser of SplittableRandom, Steele et al., OOPSLA 2014. */
    static long hash(final long number) {
        final long once = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        final long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    static int symbolOf(final long hash) {
        return (int) (((hash >>> HALF) * SYMBOLS) >>> HALF);
    }

    static long priceOf(final long hash) {
        return 1 + (((hash & LOW_HALF) * PRICES) >>> HALF);
    }

    static int sizeOf(final long hash) {
        return (int) (hash & (SIZES - 1));
    }

    /** One window's share in the checksum of a round, whatever the order of the windows. */
    static long share(final int symbol, final long count, final long sum, final long min, final long max) {
        return (((symbol * FACTOR + count) * FACTOR + sum) * FACTOR + min) * FACTOR + max;
    }
}
