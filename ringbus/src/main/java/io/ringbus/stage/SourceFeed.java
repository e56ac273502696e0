// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Flow;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.OperatorFailure;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/** The loop that drives a chain from a source. A template, as {@link InletFeed}. */
final class SourceFeed<T> implements Feed {
    /**
     * Everything that the loop reaches, as constants. {@code holdable} false when nothing in the stage ever holds the flow, so
     * that the loop need not look.
     */
    record Root<T>(
            Source<T> source,
            Output<T> head,
            Flow flow,
            boolean holdable,
            Frontier frontier,
            ErrorRule errors,
            Silence silence,
            AtomicCounter records) {}

    private static final @Nullable Root<?> ROOT = root();

    private final Root<T> root;
    private volatile boolean stopping;
    private volatile boolean resting;
    private boolean asked;
    private boolean drained;
    private boolean opened;
    private boolean exhausted;
    private boolean finalWatermark;
    private boolean ended;
    private long heldFor;

    SourceFeed(final Root<T> root) {
        this.root = root;
    }

    private static @Nullable Root<?> root() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Root.class);
        } catch (final IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unchecked")
    private Root<T> constants() {
        return ROOT != null ? (Root<T>) ROOT : root;
    }

    @Override
    public void open() throws Exception {
        opened = true;
        try {
            constants().source().open();
        } catch (final Throwable cause) {
            throw constants().errors().failure(cause, constants().flow());
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public int run(final int recordsMax) {
        if (exhausted) {
            return end();
        }
        if ((stopping || resting) && isDrained()) {
            exhausted = stopping;
            return stopping ? 1 : 0;
        }
        final Root<T> constant = ROOT != null ? (Root<T>) ROOT : root; // not by a call, which might not be inlined
        int polled = 0;
        boolean idle = false;
        try {
            while (polled < recordsMax
                    && !(constant.holdable() && constant.flow().isHeld())) {
                final Source.Poll poll = constant.source().poll(constant.head());
                if (poll != Source.Poll.EMITTED) {
                    drained |= poll == Source.Poll.EXHAUSTED;
                    exhausted = poll == Source.Poll.EXHAUSTED && !resting;
                    idle = poll == Source.Poll.IDLE;
                    break;
                }
                polled++;
            }
        } catch (final OperatorFailure reported) {
            throw reported;
        } catch (final Throwable cause) {
            failed(cause);
            polled++;
        }
        constant.records().getAndAddPlain(polled);
        if (polled > 0) {
            constant.silence().broken();
        } else if (!exhausted) {
            constant.silence().kept();
        }
        if (idle) {
            constant.silence().declare();
        }
        return exhausted ? polled + 1 : polled;
    }

    /** Whether all has come that the source had accepted before it was asked to end, or to rest. */
    private boolean isDrained() {
        if (!asked) {
            asked = true;
            drained = constants().source().end();
        }
        return drained;
    }

    private void failed(final Throwable cause) {
        final ErrorRule errors = constants().errors();
        if (cause instanceof IOException) { // the source itself is broken, not one of its records
            throw errors.failure(cause, constants().flow());
        }
        errors.giveUp(null, SlotLayout.NO_TIME, cause, constants().flow()); // no retry: the source has moved on
    }

    private int end() {
        final Root<T> constant = constants();
        if (ended || constant.flow().isHeld()) {
            return 0;
        }
        if (!finalWatermark) {
            finalWatermark = true;
            constant.frontier().advance(Long.MAX_VALUE);
            constant.head().emitWatermark(Long.MAX_VALUE);
        } else {
            ended = true;
            constant.head().emitEnd();
        }
        return 1;
    }

    @Override
    public long watermarkNs() {
        return constants().frontier().watermarkNs();
    }

    @Override
    public long dueNs() {
        return exhausted || resting ? Long.MAX_VALUE : constants().silence().dueNs();
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void rest() {
        resting = true;
    }

    @Override
    public boolean isComingToRest() {
        return resting && !exhausted && !isDrained();
    }

    @Override
    public String position() {
        return constants().source().position();
    }

    @Override
    public void close() throws Exception {
        if (opened) {
            constants().source().close();
        }
    }

    @Override
    public boolean startsBarriers() {
        return true;
    }

    @Override
    public long heldFor() {
        return heldFor;
    }

    @Override
    public void hold(final long checkpointId) {
        heldFor = checkpointId;
    }

    @Override
    public void release() {
        heldFor = 0;
    }
}
