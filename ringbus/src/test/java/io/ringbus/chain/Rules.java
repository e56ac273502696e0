// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/** The error rules that tests need. */
public final class Rules {
    private Rules() {}

    /** A counter that nobody else sees. */
    public static AtomicCounter counter() {
        return new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0);
    }

    /** Fails. */
    public static ErrorRule fail(final String operator) {
        return new ErrorRule(operator, 0, true, counter(), null);
    }

    /** Tries again so many times, then fails. */
    public static ErrorRule retry(final String operator, final int retries) {
        return new ErrorRule(operator, retries, true, counter(), null);
    }

    /** Skips and counts. */
    public static ErrorRule skip(final String operator) {
        return new ErrorRule(operator, 0, false, counter(), null);
    }

    /** Gives up to {@code letters}. */
    public static ErrorRule deadLetter(final String operator, final List<DeadLetter> letters) {
        return new ErrorRule(operator, 0, false, counter(), (letter, timestampNs) -> letters.add(letter));
    }
}
