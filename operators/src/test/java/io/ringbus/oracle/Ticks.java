// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.util.Random;

/**
 * How many nanoseconds a tick of a script is. With 1, both engines compute with the same numbers; with more, a watermark covers
 * its whole tick, as a whole millisecond does in an engine that knows nothing finer.
 */
record Ticks(long ns) {
    private static final long NS_PER_MS = 1_000_000;

    static Ticks random(final Random random) {
        return new Ticks(random.nextBoolean() ? 1 : NS_PER_MS);
    }

    long at(final long ticks) {
        return ticks * ns;
    }

    /** The last nanosecond of the tick; the end of time stays what it is. */
    long watermarkAt(final long ticks) {
        return ticks == Long.MAX_VALUE ? Long.MAX_VALUE : at(ticks + 1) - 1;
    }
}
