// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.harness.Contender;

/**
 * {@link KeyedSums} as fast as they go. A round hits every key once, so after round r each sum is r times what it was after the
 * first, and the sums divided by r are the checksum.
 */
public final class SumsAtFullSpeed implements Contender {
    private final Rounds source = new Rounds();
    private final Rounds.Total total = new Rounds.Total();
    private final Periodic sums = new Periodic(source, total);
    private long rounds;

    @Override
    public long eventsPerRound() {
        return KeyedSums.KEYS;
    }

    @Override
    public long round() {
        rounds++;
        total.clear();
        source.allow();
        while (!total.isWhole()) {
            sums.turn();
        }
        return total.sum() / rounds;
    }

    @Override
    public boolean isWarm() {
        return sums.isWarm();
    }

    @Override
    public void close() {
        sums.close();
    }
}
