// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Resumable;
import io.ringbus.chain.SetsAside;
import io.ringbus.environment.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The links of a stage's chain that are called between its records: to continue, when a timer is due, to flush. Far end
 * first.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class Links {
    private final Resumable[] links;
    private final SetsAside[] aside; // near end first
    private final Flow flow;
    private final Clock clock;

    Links(final List<Resumable> links, final Flow flow, final Clock clock) {
        this.links = links.toArray(new Resumable[0]);
        final List<SetsAside> found = new ArrayList<>();
        for (final Resumable link : links) {
            if (link instanceof SetsAside keeping) {
                found.add(keeping);
            }
        }
        Collections.reverse(found);
        this.aside = found.toArray(new SetsAside[0]);
        this.flow = flow;
        this.clock = clock;
    }

    void open() throws Exception {
        for (final Resumable link : links) {
            link.open();
        }
    }

    /** Far end first: an operator continues only when those behind it are done. */
    void resume() {
        for (final Resumable link : links) {
            if (!link.resume()) {
                return;
            }
        }
    }

    /** Lets no record wait for the next turn, unless something holds the stage; near end first, since they go on that way. */
    int drain() {
        int drained = 0;
        for (final SetsAside link : aside) {
            if (flow.isHeld()) {
                break;
            }
            drained += link.drain();
        }
        return drained;
    }

    /** Calls the operators whose timers are due; answers how many. The clock is only read where a timer is set. */
    int runTimers() {
        if (timerNs() == Operator.NO_TIMER) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        int called = 0;
        for (final Resumable link : links) {
            if (!flow.isHeld() && link.timerNs() <= nowNs) {
                link.onTimer(nowNs);
                called++;
            }
        }
        return called;
    }

    long timerNs() {
        long timerNs = Operator.NO_TIMER;
        for (final Resumable link : links) {
            timerNs = Math.min(timerNs, link.timerNs());
        }
        return timerNs;
    }

    void flush() throws Exception {
        for (final Resumable link : links) {
            link.flush();
        }
    }

    /** Closes all, whatever happens; answers {@code earlier}, or the first problem met. */
    @Nullable
    Throwable close(final @Nullable Throwable earlier) {
        Throwable problem = earlier;
        for (final Resumable link : links) {
            problem = Stage.closed(link::close, problem);
        }
        return problem;
    }
}
