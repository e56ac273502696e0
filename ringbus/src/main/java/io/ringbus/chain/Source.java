// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.snapshot.Stateful;

/**
 * Where records enter a pipeline: polled by its stage, one record a call.
 *
 * <p><b>Threading.</b> {@link #open}, {@link #poll} and {@link #close} are called by the owning stage's thread.
 * <p><b>Progress.</b> {@link #poll} never waits: with nothing at hand it answers {@link Poll#NOTHING_YET}.
 * <p><b>Recovery.</b> {@link #save} writes the place behind the last item polled and {@link #restore}, called before
 * {@link #open}, goes on from there. A source that cannot do that loses what it polled after the last checkpoint.
 * <p><b>Failure.</b> An exception from {@link #poll} is handled by the error policy with {@link #position()} in its message;
 * under SKIP the next poll continues behind the bad item.
 */
public interface Source<T> extends Stateful {
    /** What a poll came to. */
    enum Poll {
        /** One item was taken; zero or more records were emitted. */
        EMITTED,
        /** Nothing there now. */
        NOTHING_YET,
        /** Nothing there now, and time shall not wait for this source until it emits again. */
        IDLE,
        /** Nothing will ever follow. */
        EXHAUSTED
    }

    /**
     * Whether the source, restored, gives every record again that it gave after {@link #save}, in the same order. Results are
     * lost in a crash where it does not.
     */
    default boolean replays() {
        return false;
    }

    /** Acquires what polling needs. Called once, before the first poll. */
    default void open() throws Exception {}

    /** Takes at most one item and emits what it holds. */
    Poll poll(Output<T> output) throws Exception;

    /**
     * Asked to give nothing new: true when nothing follows, false when polls still bring what was accepted before, and then
     * answer {@link Poll#EXHAUSTED}.
     */
    default boolean end() {
        return true;
    }

    /** The place of the last item polled, for people: {@code trades.csv:1042}. */
    String position();

    /** Gives back what {@link #open} acquired; also called when opening or polling failed, not when neither was tried. */
    default void close() throws Exception {}
}
