// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.config.WaitMode;
import java.util.List;

/**
 * How a topology is run.
 *
 * @param threads       how many threads share the stages; {@link #PER_STAGE}, or {@link #INLINE} for the caller's own
 * @param waitMode      how a thread waits when its stages have nothing to do
 * @param parkNsMax     longest sleep of {@link WaitMode#PARK}
 * @param cpus          processor of each thread in turn; empty leaves the choice to the system
 * @param stopTimeoutNs how long a stop may take before it is forced
 */
public record RunSettings(int threads, WaitMode waitMode, long parkNsMax, List<Integer> cpus, long stopTimeoutNs) {
    /** One thread for each stage. */
    public static final int PER_STAGE = -1;

    /** No thread: the caller drives the stages through {@link Execution#doWork} or {@link Execution#await}. */
    public static final int INLINE = 0;

    public RunSettings {
        cpus = List.copyOf(cpus);
    }
}
