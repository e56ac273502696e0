// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.chain.LoopGate;
import io.ringbus.environment.Clock;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.Outlet;

/**
 * The first stage of a loop: takes what comes back before what is new, and ends the loop when nothing is left in it.
 *
 * <p>What is new is taken only as far as the rings at the loop's end have room. The stages that write into these are never
 * held by them: what does not fit is set aside. So whoever waits inside a loop waits for a stage nearer to its end, and the
 * last one waits for nobody.
 *
 * <p>The end comes in two rounds: the last watermark goes in when nothing is left, the end when it has gone round and nothing
 * is left of what it caused. Where {@code maxWaitNs} is given, that much silence does instead of the certainty that nothing
 * comes in from the side.
 */
final class LoopHead implements LoopPart {
    private static final long AGAIN_NS = 1_000_000;

    private enum Phase {
        RUNNING,
        PROMISED,
        ENDED
    }

    private final LoopGate gate;
    private final BackFeed[] back;
    private final LoopLog<?> log;
    private final Inlet[] inlets;
    private final Outlet<?>[] outlets;
    private final Flow aside;
    private final Clock clock;
    private final long maxWaitNs;
    private Phase phase = Phase.RUNNING;
    private boolean draining;
    private boolean probing;
    private boolean stirred;
    private long number;
    private long returned;
    private long silentSinceNs;
    private long probeDueNs;

    /**
     * {@code inlets} are those of {@code back}; {@code outlets} lead on inside the loop; {@code aside} is held while something
     * is set aside at the loop's end, if that is in this stage; {@code maxWaitNs} 0 waits for certainty.
     */
    LoopHead(
            final LoopGate gate,
            final BackFeed[] back,
            final LoopLog<?> log,
            final Inlet[] inlets,
            final Outlet<?>[] outlets,
            final Flow aside,
            final Clock clock,
            final long maxWaitNs) {
        this.gate = gate;
        this.back = back;
        this.log = log;
        this.inlets = inlets;
        this.outlets = outlets;
        this.aside = aside;
        this.clock = clock;
        this.maxWaitNs = maxWaitNs;
    }

    @Override
    public Feed[] back() {
        return back;
    }

    @Override
    public boolean isHead() {
        return true;
    }

    @Override
    public boolean isReplaying() {
        return log.isReplaying();
    }

    @Override
    public int forwardMax(final int recordsMax) {
        if (log.isReplaying()) {
            return 0;
        }
        long max = recordsMax;
        for (final Inlet inlet : inlets) {
            max = Math.min(max, inlet.freeSlots());
        }
        return (int) max;
    }

    @Override
    public int settle() {
        if (!gate.isForwardEnded() || phase == Phase.ENDED) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        if (!draining || gate.returned() != returned) {
            draining = true;
            stirred = true;
            returned = gate.returned();
            silentSinceNs = nowNs;
        }
        return probing ? conclude(nowNs) : probe(nowNs);
    }

    private int probe(final long nowNs) {
        if (probeDueNs > nowNs) {
            return 0;
        }
        probing = true;
        stirred = false;
        number++;
        for (final Outlet<?> outlet : outlets) {
            outlet.probe(Probe.of(number, false));
        }
        return 1;
    }

    private int conclude(final long nowNs) {
        boolean open = false;
        for (final Feed feed : back) {
            if (Probe.number(feed.probe()) != number) {
                return 0;
            }
            open |= Probe.isOpen(feed.probe());
        }
        probing = false;
        if (!stirred) {
            if (!open || (maxWaitNs > 0 && nowNs - silentSinceNs >= maxWaitNs)) {
                goOn();
            } else {
                probeDueNs = nowNs + AGAIN_NS;
            }
        }
        return 1;
    }

    private void goOn() {
        if (phase == Phase.RUNNING) {
            phase = Phase.PROMISED;
            gate.promiseAll();
        } else {
            phase = Phase.ENDED;
            gate.end();
        }
    }

    @Override
    public long dueNs() {
        final boolean due = gate.isForwardEnded() && !probing && phase != Phase.ENDED;
        return due ? probeDueNs : Long.MAX_VALUE;
    }

    @Override
    public boolean isSettled() {
        return !aside.isHeld();
    }
}
