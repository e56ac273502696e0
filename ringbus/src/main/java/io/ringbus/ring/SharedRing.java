// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A ring that several threads write into: a Disruptor's multi-producer sequencer over a slab of slots.
 *
 * <p>It ends at a sequence instead of an END slot. Closing first says so, then reads the cursor: who claims a later
 * sequence must see that the ring is closing and keeps off it; who has claimed an earlier one is accepted and completes.
 * So nothing that was accepted is lost, at the price of one volatile read per record.
 *
 * <p><b>Threading.</b> Any number of writers, one reader.
 * <p><b>Allocation.</b> None.
 */
final class SharedRing extends Ring {
    /** Answer of {@link #tryClaim} when the reader is a lap behind. */
    static final long BACK_PRESSURED = -1;

    /** Answer of {@link #tryClaim} once the ring is closed. */
    static final long CLOSED = -2;

    private static final long OPEN = Long.MAX_VALUE;
    private static final long CLOSING = Long.MAX_VALUE - 1;
    private static final int FREE_TRIES = 100_000;
    private static final long FREE_PAUSE_NS = 10_000;

    private final MultiProducerSequencer sequencer;
    private final @Nullable Gate gate;
    private volatile long end = OPEN;

    SharedRing(final String name, final RingSpec spec, final @Nullable Runnable wakeReader, final @Nullable Gate gate) {
        super(name, spec, wakeReader);
        this.gate = gate;
        sequencer = new MultiProducerSequencer(spec.slots(), new BusySpinWaitStrategy());
        sequencer.addGatingSequences(consumedSequence());
        if (gate != null) {
            gate.bind(this);
        }
    }

    /** Claims {@code span} slots in a row; answers the last one's sequence, {@link #BACK_PRESSURED} or {@link #CLOSED}. */
    long tryClaim(final int span) {
        if (end != OPEN) {
            return CLOSED;
        }
        final long last;
        try {
            last = sequencer.tryNext(span);
        } catch (final InsufficientCapacityException full) { // a shared instance without a stack trace
            return BACK_PRESSURED;
        }
        // ORDER: volatile load behind the claim. Pairs with the full fence in closeForWriters.
        return end == OPEN || last <= settledEnd() ? last : CLOSED;
    }

    private long settledEnd() {
        while (end == CLOSING) {
            Thread.onSpinWait();
        }
        return end;
    }

    /** Makes the slots readable, the last one first, so that a reader never sees the beginning of half a record. */
    void publish(final long first, final long last) {
        for (long sequence = last; sequence >= first; sequence--) {
            // ORDER: release, inside the sequencer. Pairs with the acquire in available.
            sequencer.publish(sequence);
        }
        wakeNext();
    }

    private void wakeNext() {
        if (gate == null) {
            wakeReader();
        } else {
            gate.wakeFirstReader();
        }
    }

    /** Waits until a record that was published is safe, where that was asked for. */
    void acknowledge(final long last) {
        if (gate != null) {
            gate.await(last);
        }
    }

    /** Waits until all that was claimed so far is published and safe. */
    void acknowledgeAll() {
        if (gate == null) {
            throw new IllegalStateException("ingress '" + name()
                    + "': nothing is acknowledged without a journal: give it one with Journal.in(folder)");
        }
        final long claimed = sequencer.getCursor();
        gate.acknowledge(end == OPEN ? claimed : Math.min(claimed, settledEnd())); // claims behind the end were refused
    }

    /** For a writer that waits for room: takes a step of a first reader that has no thread of its own. */
    void help() {
        if (gate != null) {
            gate.help();
        }
    }

    /** Why nothing is accepted any more. */
    String closedBecause() {
        final IOException failed = gate == null ? null : gate.failure();
        return "ingress '" + name() + "' is closed: the record was not accepted"
                + (failed == null ? "" : ": " + failed.getMessage());
    }

    /** Accepts no further claim. A second call does nothing. */
    @Override
    synchronized void closeForWriters() {
        if (end == OPEN) {
            end = CLOSING;
            // ORDER: full fence between the store and the cursor's load, which is only an acquire. Pairs with the
            // volatile load in tryClaim: a claim beyond the end read here comes after this store and sees it.
            VarHandle.fullFence();
            end = sequencer.getCursor();
            wakeNext();
            wakeReader();
        }
    }

    @Override
    boolean isEndedBefore(final long next) {
        return isClosedBefore(next);
    }

    boolean isClosed() {
        return end != OPEN;
    }

    boolean isClosedBefore(final long next) {
        final long last = end;
        return last < CLOSING && next > last;
    }

    @Override
    long available(final long next, final long last) {
        return gate == null ? written(next, last) : Math.min(last, gate.passed());
    }

    /** Highest sequence up to {@code last} that is published without a gap from {@code next} on. */
    long written(final long next, final long last) {
        // ORDER: acquire, inside the sequencer. Pairs with the release in publish.
        return sequencer.getHighestPublishedSequence(next, Math.min(last, writtenUpTo()));
    }

    @Override
    long writtenUpTo() {
        return Math.min(end, sequencer.getCursor());
    }

    /** Frees the slab once every accepted claim is published; a writer that never completes keeps the slab alive. */
    @Override
    public void close() {
        closeForWriters();
        final long last = end;
        final long first = consumedUpTo() + 1;
        for (int tries = 0; sequencer.getHighestPublishedSequence(first, last) < last; tries++) {
            if (tries == FREE_TRIES) {
                return;
            }
            LockSupport.parkNanos(FREE_PAUSE_NS);
        }
        super.close();
    }
}
