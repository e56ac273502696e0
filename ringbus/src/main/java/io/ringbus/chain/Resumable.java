// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** A link of a chain as its stage sees it: continued while it is busy, closed at the end. Stage thread. */
public interface Resumable {
    /** Continues what did not fit into the last turn; true when nothing is left. */
    boolean resume();

    /** The processing time at which {@link #onTimer} is to be called, or {@link Operator#NO_TIMER}. */
    default long timerNs() {
        return Operator.NO_TIMER;
    }

    /** The timer is due; called between batches, while nothing holds the stage. */
    default void onTimer(final long nowNs) {}

    /** Lets out what a sink buffers, when the stage has run out of input. */
    default void flush() {}

    /** Acquires what the link needs, before the first record. */
    default void open() throws Exception {}

    /** Gives back what the link holds; called once. */
    void close() throws Exception;
}
