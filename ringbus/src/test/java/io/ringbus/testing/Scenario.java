// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

/** A way in which a stage may run an operator; what comes out is the same in all. */
public enum Scenario {
    /** Each record by itself; the output is looked at wherever something is expected. */
    ONE_AT_A_TIME(Integer.MAX_VALUE, true, Snapshots.NONE),
    /** Everything in one go; the output is looked at once, at the end. */
    ALL_AT_ONCE(Integer.MAX_VALUE, false, Snapshots.NONE),
    /** The output is full after every second record, until the next turn. */
    FULL_AFTER_EVERY_SECOND(2, false, Snapshots.NONE),
    /** The output is full after every record, until the next turn. */
    FULL_AFTER_EACH(1, true, Snapshots.NONE),
    /** A snapshot is taken after each step, and nobody wants it. */
    SAVED_AFTER_EACH(Integer.MAX_VALUE, true, Snapshots.TAKEN),
    /** After each step the operator is closed, and another one goes on from its snapshot. */
    RESTORED_AFTER_EACH(1, true, Snapshots.RESTORED),
    /** Every few steps the operator is lost, and another one takes the last steps again, from the snapshot before them. */
    CRASHED(Integer.MAX_VALUE, true, Snapshots.REPLAYED);

    /** What is done with an operator's state between two steps. */
    enum Snapshots {
        NONE,
        TAKEN,
        RESTORED,
        REPLAYED
    }

    private final int recordsPerTurn;
    private final boolean stepwise;
    private final Snapshots snapshots;

    Scenario(final int recordsPerTurn, final boolean stepwise, final Snapshots snapshots) {
        this.recordsPerTurn = recordsPerTurn;
        this.stepwise = stepwise;
        this.snapshots = snapshots;
    }

    int recordsPerTurn() {
        return recordsPerTurn;
    }

    /** Whether the output is compared at each expectation, not only at the end. */
    boolean stepwise() {
        return stepwise;
    }

    Snapshots snapshots() {
        return snapshots;
    }
}
