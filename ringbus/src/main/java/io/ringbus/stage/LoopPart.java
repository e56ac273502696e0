// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

/**
 * What a stage does for the loop that runs through it, beside passing records on.
 *
 * <p>Nobody sees from one place whether anything is left in a loop. So once the stream that the loop reads has ended, its head
 * sends a probe round, behind everything it has sent before; each stage lets the probe follow its own records once it has come
 * on all ways inside the loop. If no record has come back before the probe does, and none can come in from the side, nothing
 * is left.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Source.</b> A wave of markers as in Chandy, Misra: <i>A paradigm for detecting quiescent properties in distributed
 * computations</i>, 1985.
 */
sealed interface LoopPart permits LoopHead, LoopRelay {
    /** The ways by which records come back, none but at the head: a stage feeds these first. */
    Feed[] back();

    /** Whether the loop begins here. */
    boolean isHead();

    /** Whether records that a recovery found on their way back have still to be taken. */
    boolean isReplaying();

    /** How many of {@code recordsMax} records may be taken into the loop now. */
    int forwardMax(int recordsMax);

    /** Sends probes on and draws the conclusions; for when nothing holds the stage. Answers how much was done. */
    int settle();

    /** When {@link #settle} has something to do although nothing has come, or {@link Long#MAX_VALUE}. */
    long dueNs();

    /** True when nothing is set aside at the loop's end. */
    boolean isSettled();
}
