// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.snapshot.StateWriter;

/**
 * Is told by the stages of a topology what their state is at a barrier.
 *
 * <p><b>Threading.</b> Stage threads, several at once; must not wait.
 * <p><b>Lifetime.</b> The listener owns what it is given, and closes it. A stage whose chunks are not closed hands over no more
 * of them.
 */
public interface BarrierListener {
    /** A chunk of what {@code stage} had frozen when the barriers of the checkpoint had come; {@link #saved} ends them. */
    void chunk(String stage, long checkpointId, StateWriter chunk);

    /**
     * All barriers of the checkpoint have come to {@code stage}, whose state is this and the chunks handed over before; they
     * have gone on to the next stages.
     */
    void saved(String stage, long checkpointId, StateWriter state);

    /** What the checkpoint took of {@code stage}, said before {@link #saved}. */
    default void timed(final String stage, final long checkpointId, final BarrierTimes times) {}

    /** Nothing comes to {@code stage} any more: its state is this at every later checkpoint. */
    void ended(String stage, StateWriter state);

    /**
     * Whether a last checkpoint is taken at the end: a stage with sinks that has ended then waits for {@link Stage#release},
     * and a stop lets the sources rest, goes on to {@link #conclude} and leaves windows as they are.
     */
    default boolean concludes() {
        return false;
    }

    /** The sources have been told to rest: a last checkpoint is to be taken, and the stages to be released. */
    default void conclude() {}
}
