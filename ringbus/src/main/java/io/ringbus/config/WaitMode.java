// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/**
 * How a thread waits when its stages have nothing to do; the earlier, the lower the latency and the hotter the core.
 */
public enum WaitMode {
    /** Not at all: lowest latency, a core each. At most as many spinning threads as cores. */
    SPIN,
    /** Spins, then offers the core to others. */
    YIELD,
    /** Spins, yields, then sleeps for longer and longer, up to {@link Settings#IDLE_PARK}. */
    PARK,
    /** Sleeps until a writer wakes it: least work, highest latency. */
    BLOCK
}
