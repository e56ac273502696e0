// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;

/**
 * A value that equals another one as near as {@code tolerance}, where both are doubles; numbers that are not finite come out
 * of divisions by what rounding left of zero, and equal any.
 */
@SuppressWarnings("ClassCanBeRecord")
final class Near {
    private final Object value;
    private final double tolerance;

    Near(final Object value, final double tolerance) {
        this.value = value;
        this.tolerance = tolerance;
    }

    /** Tells what {@code aggregate} comes to as a value that is nearly equal to others. */
    static Aggregate<Trade, Near> of(final Aggregate<Trade, ?> aggregate, final double tolerance) {
        return aggregate.and(Aggregates.count(), (value, count) -> new Near(value, tolerance));
    }

    @Override
    public boolean equals(final Object other) {
        if (!(other instanceof Near near)) {
            return false;
        }
        if (!(value instanceof Double mine) || !(near.value instanceof Double theirs)) {
            return value.equals(near.value);
        }
        return !(Math.abs(mine - theirs) > tolerance * Math.max(1, Math.max(Math.abs(mine), Math.abs(theirs))));
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
