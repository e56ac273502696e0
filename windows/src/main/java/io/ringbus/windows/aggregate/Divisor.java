// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

/** What a sum of squared distances from the mean is divided by. */
public enum Divisor {
    /** One less than the number of values: they are a sample of what is to be judged. NaN for a single value. */
    SAMPLE,
    /** The number of values: they are all there is. */
    POPULATION;

    double of(final long count) {
        return this == SAMPLE ? count - 1 : count;
    }
}
