// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling thread allocates. */
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Bytes allocated by the best of at most {@code runs}: the first ones also pay for class loading and compiling. */
    static long leastBytes(final int runs, final Runnable code) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs && least > 0; i++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            code.run();
            final long after = THREADS.getCurrentThreadAllocatedBytes();
            least = Math.min(least, after - before);
        }
        return least;
    }
}
