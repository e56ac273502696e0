// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;

/**
 * Measures one contender in this JVM: warm-up rounds, then timed rounds. The entry of every forked JVM.
 *
 * <p>The first round is not compared: a pipeline's windows may still be open when it ends.
 */
public final class Fork {
    /** What a fork says when it is warm. */
    static final String WARM = "WARM";

    private static final double NS_PER_SECOND = 1e9;

    private final Contender contender;
    private final long checksum;
    private long rounds;
    private long bestRoundNs;

    private Fork(final Contender contender) throws Exception {
        this.contender = contender;
        contender.round();
        this.checksum = contender.round();
        Core.take();
    }

    /** {@code args}: class of the contender, seconds of warm-up; then, on standard input, a line of seconds for each measurement. */
    public static void main(final String[] args) throws Exception {
        final Contender contender = Class.forName(args[0])
                .asSubclass(Contender.class)
                .getDeclaredConstructor()
                .newInstance();
        try (contender;
                BufferedReader orders =
                        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
            final Fork fork = new Fork(contender);
            do {
                fork.run(Double.parseDouble(args[1]));
            } while (!contender.isWarm());
            System.out.println(WARM);
            for (String seconds = orders.readLine(); seconds != null; seconds = orders.readLine()) {
                System.out.println(fork.measure(Double.parseDouble(seconds)).toLine());
            }
        }
    }

    private Measurement measure(final double seconds) throws Exception {
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long allocatedBefore = allocated(threads);
        final long cpuBefore = system.getProcessCpuTime();
        final long startNs = System.nanoTime();
        run(seconds);
        final long tookNs = System.nanoTime() - startNs;
        return new Measurement(
                rounds * contender.eventsPerRound(),
                rounds,
                tookNs,
                system.getProcessCpuTime() - cpuBefore,
                bestRoundNs,
                allocated(threads) - allocatedBefore,
                checksum);
    }

    private void run(final double seconds) throws Exception {
        final long startNs = System.nanoTime();
        rounds = 0;
        bestRoundNs = Long.MAX_VALUE;
        long nowNs = startNs;
        do {
            final long now = contender.round();
            if (now != checksum) {
                throw new IllegalStateException(contender.getClass().getName() + ": round=" + rounds + " checksum="
                        + now + " differs from the first one's, " + checksum + ": the run is void");
            }
            final long endNs = System.nanoTime();
            bestRoundNs = Math.min(bestRoundNs, endNs - nowNs);
            nowNs = endNs;
            rounds++;
        } while (nowNs - startNs < seconds * NS_PER_SECOND);
    }

    private static long allocated(final ThreadMXBean threads) {
        long bytes = 0;
        for (final long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            bytes += Math.max(0, each);
        }
        return bytes;
    }
}
