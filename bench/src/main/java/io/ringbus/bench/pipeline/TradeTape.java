// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.slot.Slab;
import java.util.SplittableRandom;

/**
 * Trades encoded in native memory before the clock starts: every contender reads the same bytes.
 *
 * <p><b>Lifetime.</b> Freed by {@link #close()}.
 */
public final class TradeTape implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int SYMBOLS = 1000;
    private static final int PRICE_MIN = 500;
    private static final int PRICE_MAX = 20_000;
    private static final int SIZE_MAX = 256;
    private static final long NS_PER_TRADE = 1_000;

    private final Slab slab;
    private final int trades;

    public TradeTape(final int trades, final long seed) {
        this.trades = trades;
        this.slab = new Slab((long) trades * TradeCodec.BYTES, ALIGNMENT);
        final SplittableRandom random = new SplittableRandom(seed);
        final TradeCodec codec = new TradeCodec();
        for (int i = 0; i < trades; i++) {
            final Trade trade = new Trade(
                    i * NS_PER_TRADE,
                    random.nextInt(PRICE_MIN, PRICE_MAX),
                    random.nextInt(1, SIZE_MAX),
                    random.nextInt(SYMBOLS),
                    random.nextLong());
            codec.encodeAt(trade, slab.address() + (long) i * TradeCodec.BYTES);
        }
    }

    /** Address of the first trade. */
    public long address() {
        return slab.address();
    }

    /** Address behind the last trade. */
    public long end() {
        return slab.address() + (long) trades * TradeCodec.BYTES;
    }

    /** How many trades there are. */
    public int trades() {
        return trades;
    }

    @Override
    public void close() {
        slab.close();
    }
}
