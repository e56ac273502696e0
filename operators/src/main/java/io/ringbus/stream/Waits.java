// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import java.time.Duration;

/** Durations that users give, in nanoseconds. */
final class Waits {
    private Waits() {}

    /** Of any length that nanoseconds can tell; {@code subject} says in a refusal whose wait it is and what it is called. */
    static long nanos(final String subject, final Duration wait) {
        try {
            return wait.toNanos();
        } catch (final ArithmeticException overflow) {
            throw new IllegalArgumentException(
                    subject + wait + " > 292 years of nanoseconds: choose a shorter one", overflow);
        }
    }

    /** More than none; {@code otherwise} says what to do to have none. */
    static long someNanos(final String subject, final Duration wait, final String otherwise) {
        if (wait.isNegative() || wait.isZero()) {
            throw new IllegalArgumentException(
                    subject + wait + " is no time at all: give a longer one, or leave it out and " + otherwise);
        }
        return nanos(subject, wait);
    }
}
