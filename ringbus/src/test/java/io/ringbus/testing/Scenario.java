// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

/** A way in which a stage may run an operator; what comes out is the same in all. */
public enum Scenario {
    /** Each record by itself; the output is looked at wherever something is expected. */
    ONE_AT_A_TIME(Integer.MAX_VALUE, true),
    /** Everything in one go; the output is looked at once, at the end. */
    ALL_AT_ONCE(Integer.MAX_VALUE, false),
    /** The output is full after every second record, until the next turn. */
    FULL_AFTER_EVERY_SECOND(2, false),
    /** The output is full after every record, until the next turn. */
    FULL_AFTER_EACH(1, true);

    private final int recordsPerTurn;
    private final boolean stepwise;

    Scenario(final int recordsPerTurn, final boolean stepwise) {
        this.recordsPerTurn = recordsPerTurn;
        this.stepwise = stepwise;
    }

    int recordsPerTurn() {
        return recordsPerTurn;
    }

    /** Whether the output is compared at each expectation, not only at the end. */
    boolean stepwise() {
        return stepwise;
    }
}
