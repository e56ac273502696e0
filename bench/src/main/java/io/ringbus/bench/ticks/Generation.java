// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;

/** Makes the ticks of a round and adds their fields up: the share of the job that every contender does alike. */
public final class Generation implements Contender {
    private static final long FACTOR = 31;

    @Override
    public long eventsPerRound() {
        return TickJob.TICKS;
    }

    @Override
    public long round() {
        long symbols = 0;
        long amounts = 0;
        for (int number = 0; number < TickJob.TICKS; number++) {
            final long hash = TickJob.hash(number);
            symbols += TickJob.symbolOf(hash);
            amounts += TickJob.priceOf(hash) * TickJob.sizeOf(hash);
        }
        return symbols * FACTOR + amounts;
    }
}
