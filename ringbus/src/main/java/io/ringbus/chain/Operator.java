// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.snapshot.Stateful;

/**
 * Turns one record into zero or more.
 *
 * <p>An operator class is a <i>template</i>: each use of it in a pipeline is a clone of the class with its own profile (see
 * {@link Specialiser}). A template holds no lambda and no inner class, and nobody casts to it; its collaborators are
 * constructor arguments, kept in final fields.
 *
 * <p><b>Threading.</b> All methods run on the thread of the stage that owns the operator; no synchronisation needed.
 * <p><b>Progress.</b> No method may block: a blocked operator delays every operator of its stage and the next checkpoint.
 * <p><b>Failure.</b> An exception is handled by the pipeline's error policy; the default ends the pipeline and rethrows from
 * {@code Execution.await()} with stage, operator and position.
 *
 * @param <I> record read
 * @param <O> record emitted
 */
public interface Operator<I, O> extends Stateful {
    /** Answer of {@link #timerNs()}: no timer is set. */
    long NO_TIMER = Long.MAX_VALUE;

    /** Handles one record. {@code timestampNs} is event time in nanoseconds since the epoch, or NO_TIME. */
    void process(I record, long timestampNs, Output<O> output) throws Exception;

    /**
     * Does what is due at {@code watermarkNs}, in a bounded portion, and answers whether all of it is done. While it answers
     * false, the stage feeds it nothing and calls again with the same watermark in later turns; once it answers true, the
     * watermark goes on to the next operator (the operator does not emit it), as {@link #watermarkBehindNs} says.
     */
    default boolean onWatermark(final long watermarkNs, final Output<O> output) throws Exception {
        return true;
    }

    /**
     * The watermark that goes on to the next operator when this one is done with {@code watermarkNs}. A lower one where what
     * is told later may carry a time that {@code watermarkNs} covers: else it would be late behind.
     */
    default long watermarkBehindNs(final long watermarkNs) {
        return watermarkNs;
    }

    /**
     * The lowest watermark at which something is due; lower ones need not come (see {@link Output#watermarkDueNs()}). Asked
     * after every record, so no more than a field's value or a constant.
     */
    default long watermarkDueNs() {
        return Long.MIN_VALUE;
    }

    /**
     * Whether a record of this time may come although {@link #onWatermark} has answered false and not been finished. Asked
     * only then: an item of a feed may bring a watermark with a record behind it. If not, the watermark is finished first,
     * however long that takes.
     */
    default boolean takesWhileBusy(final long timestampNs) {
        return false;
    }

    /**
     * The processing time, by {@code Clock.nanoTime}, at which {@link #onTimer} is to be called although no record comes:
     * {@link #NO_TIMER} for never. Asked between batches, once in each turn of the stage, so it is to answer a field. An
     * operator that sets timers takes the pipeline's clock as a constructor argument.
     */
    default long timerNs() {
        return NO_TIMER;
    }

    /**
     * Does what was to be done at {@link #timerNs()}, in a bounded portion, and sets the next timer; one that is due already
     * continues in the next turn, after the records of that turn. Not called while the operator is busy with a watermark or
     * the stage is held by a full ring: a timer is then late by that much.
     */
    default void onTimer(final long nowNs, final Output<O> output) throws Exception {}

    /** No record follows; a last chance to emit. The end itself goes on afterwards. */
    default void onEnd(final Output<O> output) throws Exception {}

    /** Gives back what the operator holds. Called once, after the last record or a failure. */
    default void close() {}
}
