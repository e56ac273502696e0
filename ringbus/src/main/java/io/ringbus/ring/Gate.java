// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import com.lmax.disruptor.Sequence;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the writers of an ingress and its stage: a first reader, a journal for one, sees every slot before the stage
 * may, and lets it pass. So what the stage processes is what the first reader has seen, in the same order.
 *
 * <p><b>Threading.</b> One first reader; the stage and the writers only look at what has passed.
 * <p><b>Allocation.</b> None.
 */
public final class Gate {
    private static final int SPINS = 100;
    private static final long PAUSE_NS = 1_000;

    private final boolean awaited;
    private final Runnable wakeFirstReader;
    private final Runnable help;
    private final Sequence passed = new Sequence();
    private final Sequence confirmed = new Sequence();
    private final AtomicLong asked = new AtomicLong(-1);
    private volatile @Nullable SharedRing ring;
    private volatile @Nullable IOException failure;
    private long next;

    /**
     * @param awaited         whether a writer goes on only when its record has passed
     * @param wakeFirstReader run by writers after each publication; it must not wait
     * @param help            run by writers while they wait; for a first reader that has no thread of its own
     */
    public Gate(final boolean awaited, final Runnable wakeFirstReader, final Runnable help) {
        this.awaited = awaited;
        this.wakeFirstReader = wakeFirstReader;
        this.help = help;
    }

    void bind(final SharedRing gated) {
        ring = gated;
    }

    private SharedRing ring() {
        final SharedRing bound = ring;
        if (bound == null) {
            throw new IllegalStateException("gate: it belongs to no ingress: give it to Topology.ingress(..)");
        }
        return bound;
    }

    /** The slot that the first reader reads next. */
    public long next() {
        return next;
    }

    /** The last slot that the first reader may read now, at most {@code slotsMax} from {@link #next()}. */
    public long readableUpTo(final int slotsMax) {
        return ring().written(next, next + slotsMax - 1);
    }

    /** Address of a slot. */
    public long addressOf(final long sequence) {
        return ring().addressOf(sequence);
    }

    /** Slots that the record at {@code slot} takes. */
    public int spanAt(final long slot) {
        return SlotLayout.span(Memory.getInt(slot + SlotLayout.LENGTH_OFFSET), ring().slotBytes());
    }

    /** The first reader has read everything before {@code sequence}. */
    public void readUpTo(final long sequence) {
        next = sequence;
    }

    /** Lets the stage read, and writers go on, up to the slot before {@link #next()}. */
    public void pass() {
        // ORDER: release. Pairs with the acquire in passed: the stage reads, and a writer goes on, only after the first
        // reader is done with a slot.
        passed.set(next - 1);
        ring().wakeReader();
    }

    /** Highest slot that has passed. */
    long passed() {
        // ORDER: acquire. Pairs with the release in pass.
        return passed.get();
    }

    /** Whether a writer waits to hear that what has passed is the first reader's for good: see {@link #confirm}. */
    public boolean isAsked() {
        return Math.min(asked.get(), next - 1) > confirmed.get();
    }

    /** What has passed so far is safe with the first reader, which has made sure that nobody has taken its place. */
    public void confirm() {
        // ORDER: release. Pairs with the acquire in acknowledge: a writer goes on only after the first reader has
        // looked.
        confirmed.set(next - 1);
    }

    /** True when writers have ended and the first reader has read all they wrote. */
    public boolean isExhausted() {
        return ring().isClosedBefore(next);
    }

    /** Whether writers are refused. */
    public boolean isClosed() {
        return ring().isClosed();
    }

    /** Accepts nothing more from writers. */
    public void closeForWriters() {
        ring().closeForWriters();
    }

    /** The first reader can go no further: nothing passes any more, writers that wait and all later ones are told why. */
    public void fail(final IOException cause) {
        failure = cause;
        final SharedRing bound = ring;
        if (bound != null) {
            bound.closeForWriters();
            bound.wakeReader();
        }
    }

    /** Throws what {@link #fail} was told. */
    public void check() throws IOException {
        final IOException failed = failure;
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    /** What {@link #fail} was told. */
    public @Nullable IOException failure() {
        return failure;
    }

    void wakeFirstReader() {
        wakeFirstReader.run();
    }

    /** For whoever waits for the first reader: takes a step of one that has no thread of its own. */
    public void help() {
        help.run();
    }

    /** Waits, if writers are to, until the slot has passed. */
    void await(final long sequence) {
        if (awaited) {
            await(passed, sequence);
        }
    }

    /** Waits until the first reader has confirmed the slot. */
    void acknowledge(final long sequence) {
        asked.accumulateAndGet(sequence, Math::max);
        wakeFirstReader.run();
        await(confirmed, sequence);
    }

    private void await(final Sequence reached, final long sequence) {
        // ORDER: acquire. Pairs with the release in pass and confirm.
        for (int tries = 0; reached.get() < sequence; tries++) {
            final IOException failed = failure;
            if (failed != null && reached.get() < sequence) {
                throw new IllegalStateException(
                        "ingress '" + ring().name() + "': the record was not acknowledged, and may or may not come out"
                                + " after a restart: " + failed.getMessage(),
                        failed);
            }
            help.run();
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
