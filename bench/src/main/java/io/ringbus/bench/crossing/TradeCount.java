// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import io.ringbus.bench.pipeline.Trade;
import io.ringbus.chain.Sink;
import java.util.concurrent.locks.LockSupport;

/**
 * The reading side of P2: adds trades up and wakes the harness after the last one of a round.
 *
 * <p><b>Threading.</b> {@link #add} and {@link #accept} on the reading thread, {@link #await} on the harness's.
 */
final class TradeCount implements Sink<Trade> {
    private static final long FACTOR = 31;

    private final Thread harness = Thread.currentThread();
    private final long perRound;
    private long count;
    private long values;
    private long flags;
    private volatile boolean complete;
    private long checksum;

    TradeCount(final long perRound) {
        this.perRound = perRound;
    }

    @Override
    public void accept(final Trade trade, final long timestampNs) {
        add(trade.timeNs(), trade.price(), trade.size(), trade.symbol(), trade.flags());
    }

    void add(final long timeNs, final long price, final int size, final int symbol, final long flag) {
        values += price * size + (timeNs ^ symbol);
        flags ^= flag;
        if (++count == perRound) {
            complete();
        }
    }

    private void complete() {
        checksum = (count * FACTOR + values) * FACTOR + flags;
        count = 0;
        values = 0;
        flags = 0;
        // ORDER: volatile store behind the checksum. Pairs with the volatile load in await.
        complete = true;
        LockSupport.unpark(harness);
    }

    /** Whether the round that has been let go is over. */
    boolean isComplete() {
        return complete;
    }

    /** Waits for the end of the round that has been let go, without spinning. */
    long await() {
        while (!complete) {
            LockSupport.park(this);
        }
        complete = false;
        return checksum;
    }
}
