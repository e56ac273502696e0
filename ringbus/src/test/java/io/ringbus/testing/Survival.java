// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import java.util.Random;

/** How a power cut treats the changes that were not forced. */
enum Survival {
    /** They are gone. */
    NONE,
    /** They had all reached the disk. */
    ALL,
    /** The earlier ones had. */
    EARLIER,
    /** Some had, in no order. */
    SOME;

    private static final Survival[] ALL_WAYS = values();
    private static final double EARLIER_ENDS = 0.4;

    static Survival drawn(final Random random) {
        return ALL_WAYS[random.nextInt(ALL_WAYS.length)];
    }

    /** Whether the change of this index is kept; asked for each in turn. */
    boolean keeps(final int index, final int count, final Random random) {
        return switch (this) {
            case NONE -> false;
            case ALL -> true;
            case EARLIER -> index < count * EARLIER_ENDS;
            case SOME -> random.nextBoolean();
        };
    }
}
