// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.chain.Sink;

/** Adds results up. */
final class TradeSum implements Sink<TradeJob.Result> {
    private long count;
    private long keys;
    private long amounts;

    @Override
    public void accept(final TradeJob.Result result, final long timestampNs) {
        count++;
        keys += result.key();
        amounts += result.amount();
    }

    /** The checksum of what came since the last call. */
    long take() {
        final long checksum = TradeJob.checksum(count, keys, amounts);
        count = 0;
        keys = 0;
        amounts = 0;
        return checksum;
    }
}
