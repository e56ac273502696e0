// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Output;
import io.ringbus.environment.Clock;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;

/**
 * Watches one way into a stage for silence: says that it is idle after a certain time of it, and that it is active again
 * when something has come. What has come need not reach anybody; a filter may drop it.
 *
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None.
 * <p><b>Progress.</b> The clock is read only in turns in which nothing came.
 */
final class Silence implements Stateful {
    private final Output<?> head;
    private final Clock clock;
    private final long idleAfterNs;
    private boolean silent;
    private long silentSinceNs;
    private boolean idle;

    /** {@code idleAfterNs} 0 never declares idleness by itself. */
    Silence(final Output<?> head, final Clock clock, final long idleAfterNs) {
        this.head = head;
        this.clock = clock;
        this.idleAfterNs = idleAfterNs;
    }

    /** Something came in this turn. */
    void broken() {
        silent = false;
        if (idle) {
            idle = false;
            head.emitActive();
        }
    }

    /** Nothing came in this turn. */
    void kept() {
        if (idle || idleAfterNs == 0) {
            return;
        }
        final long nowNs = clock.nanoTime();
        if (!silent) {
            silent = true;
            silentSinceNs = nowNs;
        }
        if (nowNs - silentSinceNs >= idleAfterNs) {
            declare();
        }
    }

    /** The source itself says that it is idle. */
    void declare() {
        if (!idle) {
            idle = true;
            head.emitIdle();
        }
    }

    /** Whether it said that it is idle: whoever heard it remembers. */
    @Override
    public void save(final StateWriter out) {
        out.putBoolean(idle);
    }

    @Override
    public void restore(final StateReader in) {
        idle = in.getBoolean();
    }

    /** When idleness is due to be declared, or {@link Long#MAX_VALUE}. */
    long dueNs() {
        return silent && !idle ? silentSinceNs + idleAfterNs : Long.MAX_VALUE;
    }
}
