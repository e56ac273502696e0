// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where records come into a loop: forward, from the stream that the loop reads, and back, from the loop's own end.
 *
 * <p>Time in a loop is that of the stream it reads: watermarks that come back have been here before, and say nothing. What
 * comes back keeps its timestamp, and may be late. The end of the stream is kept back until nothing is in the loop any more:
 * first the last watermark goes in, at which windows tell what they still hold, and once that has gone round, too, the end.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public final class LoopGate implements Stateful, Resumable {
    private final Output<?> next;
    private final AtomicCounter refused;
    private boolean idle;
    private boolean spokeWhileIdle;
    private boolean forwardEnded;
    private boolean ended;
    private long returned;

    /** {@code refused} counts what comes back after the end, which only happens to a loop that ended by silence. */
    LoopGate(final Output<?> next, final AtomicCounter refused) {
        this.next = next;
        this.refused = refused;
    }

    /** Whether the stream that the loop reads has ended. */
    public boolean isForwardEnded() {
        return forwardEnded;
    }

    /** Records that have come back so far. */
    public long returned() {
        return returned;
    }

    /** Sends the last watermark into the loop, in which nothing is left. */
    public void promiseAll() {
        next.emitWatermark(Long.MAX_VALUE);
    }

    /** Sends the end into the loop. */
    public void end() {
        ended = true;
        next.emitEnd();
    }

    void forwardIdle(final boolean now) {
        idle = now;
        spokeWhileIdle = false;
    }

    void forwardEnds() {
        forwardEnded = true;
    }

    /** Notes a record that comes back; false when it comes too late. */
    boolean takes() {
        returned++;
        spokeWhileIdle |= idle;
        if (ended) {
            refused.incrementPlain();
        }
        return !ended;
    }

    /** What came back has taken the idleness of the stream back: says it again. */
    @Override
    public void flush() {
        if (spokeWhileIdle && !ended) {
            spokeWhileIdle = false;
            next.emitIdle();
        }
    }

    @Override
    public boolean resume() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public void save(final StateWriter out) {
        out.putBoolean(idle);
    }

    @Override
    public void restore(final StateReader in) {
        idle = in.getBoolean();
        spokeWhileIdle = idle; // to be said to whoever does not remember
    }
}
