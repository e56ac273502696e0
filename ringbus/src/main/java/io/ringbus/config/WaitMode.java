// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** How a thread waits when its stages have nothing to do. */
public enum WaitMode {
    /** Not at all: lowest latency, a core each. */
    SPIN,
    /** Spins, then offers the core to others. */
    YIELD,
    /** Spins, yields, then sleeps for longer and longer, up to {@code ringbus.idle.park}. */
    PARK,
    /** Sleeps until a writer wakes it: least work, highest latency. */
    BLOCK
}
