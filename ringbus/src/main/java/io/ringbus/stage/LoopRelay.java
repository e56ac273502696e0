// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.ring.Outlet;

/** Any stage of a loop but its first: lets probes pass, behind the records before them. */
final class LoopRelay implements LoopPart {
    private static final Feed[] NONE = {};

    private final Feed[] within;
    private final Feed[] beside;
    private final Outlet<?>[] outlets;
    private final Flow aside;
    private long relayed;

    /** {@code within} lead here from inside the loop, {@code beside} from elsewhere; {@code aside} as in {@link LoopHead}. */
    LoopRelay(final Feed[] within, final Feed[] beside, final Outlet<?>[] outlets, final Flow aside) {
        this.within = within;
        this.beside = beside;
        this.outlets = outlets;
        this.aside = aside;
    }

    @Override
    public Feed[] back() {
        return NONE;
    }

    @Override
    public boolean isHead() {
        return false;
    }

    @Override
    public boolean isReplaying() {
        return false;
    }

    @Override
    public int forwardMax(final int recordsMax) {
        return recordsMax;
    }

    @Override
    public int settle() {
        final long number = Probe.number(within[0].probe());
        if (number == relayed) {
            return 0;
        }
        boolean open = false;
        for (final Feed feed : within) {
            if (Probe.number(feed.probe()) != number) {
                return 0;
            }
            open |= Probe.isOpen(feed.probe());
        }
        for (final Feed feed : beside) {
            open |= !feed.isEnded();
        }
        relayed = number;
        for (final Outlet<?> outlet : outlets) {
            outlet.probe(Probe.of(number, open));
        }
        return 1;
    }

    @Override
    public long dueNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isSettled() {
        return !aside.isHeld();
    }
}
