// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

/** Does nothing but wait for each event and stamp it: what the machine itself adds, whatever runs on it. */
public final class Jitter implements Paced {
    @Override
    public void play(final Pace pace, final Latencies latencies) {
        for (long number = 0; number < pace.events(); number++) {
            final long dueNs = pace.dueNs(number);
            long nowNs = System.nanoTime();
            while (nowNs < dueNs) {
                Thread.onSpinWait();
                nowNs = System.nanoTime();
            }
            latencies.record(nowNs - dueNs);
        }
    }
}
