// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.chain.Output;
import io.ringbus.codec.AddressCodec;
import io.ringbus.ring.Inlet;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.Frozen;
import io.ringbus.snapshot.Section;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that were on their way back when a checkpoint's barrier passed the head of their loop: part of the head's
 * snapshot, and the first that it takes after a recovery.
 *
 * <p>The head does not wait for the barrier to come round; it would wait for itself. What comes back before the barrier was
 * sent before it, and is in no other stage's state.
 *
 * <p><b>Layout.</b> For each record its timestamp (long), its length (int), its bytes.
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Source.</b> Carbone et al., <i>Lightweight Asynchronous Snapshots for Distributed Dataflows</i>, 2015, algorithm 2.
 */
final class LoopLog<T> implements Stateful, Frozen, AutoCloseable {
    private final AddressCodec<T> codec;
    private final Output<T> head;
    private final Flow flow;
    private final List<Inlet> inlets = new ArrayList<>();
    private long[] notedUpTo = {};
    private boolean[] passed = {};
    private long checkpointId;
    private @Nullable Section section;
    private @Nullable StateWriter kept;
    private @Nullable StateReader replay;

    LoopLog(final AddressCodec<T> codec, final Output<T> head, final Flow flow) {
        this.codec = codec;
        this.head = head;
        this.flow = flow;
    }

    /** Adds a way back; answers its number. */
    int add(final Inlet inlet) {
        inlets.add(inlet);
        notedUpTo = new long[inlets.size()];
        passed = new boolean[inlets.size()];
        return inlets.size() - 1;
    }

    /** Begins to log, until the barrier has come round. */
    @Override
    public void save(final StateWriter out) {
        if (out.freeze() == null) {
            return; // nothing comes back any more
        }
        final Section begun = out.freeze().section(this, true);
        out.putString(begun.name());
        section = begun;
        checkpointId = out.freeze().checkpointId();
        for (int way = 0; way < passed.length; way++) {
            passed[way] = false;
            notedUpTo[way] = inlets.get(way).next() - 1;
        }
    }

    /**
     * Notes what way back {@code way} has for its feed; answers how many slots that may take, {@code slotsMax} when nothing
     * need be noted.
     */
    int note(final int way, final int slotsMax) {
        final Section open = section;
        if (open == null || passed[way]) {
            return slotsMax;
        }
        final Inlet inlet = inlets.get(way);
        final long last = inlet.readableUpTo(slotsMax);
        long sequence = notedUpTo[way] + 1;
        while (sequence <= last && !passed[way]) {
            final long slot = inlet.table().addressOf(sequence);
            final short kind = Memory.getShort(slot + SlotLayout.KIND_OFFSET);
            if (kind == SlotLayout.DATA) {
                append(open, slot);
                sequence += inlet.spanAt(slot);
            } else {
                passed[way] = kind == SlotLayout.END
                        || (kind == SlotLayout.BARRIER
                                && Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET) == checkpointId);
                sequence++;
            }
        }
        notedUpTo[way] = sequence - 1;
        return (int) Math.min(slotsMax, sequence - inlet.next());
    }

    private static void append(final Section open, final long slot) {
        final int length = Memory.getInt(slot + SlotLayout.LENGTH_OFFSET);
        final StateWriter entry = open.entry();
        entry.putLong(Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET));
        entry.putInt(length);
        entry.putBytes(slot + SlotLayout.HEADER_BYTES, length);
        open.next();
    }

    /** For the barrier to come round. */
    @Override
    public boolean isWaiting() {
        for (int way = 0; way < passed.length; way++) {
            if (!passed[way] && !inlets.get(way).isEnded()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean write(final long bytes) {
        final Section whole = section;
        if (whole != null) {
            section = null;
            whole.end();
        }
        return true;
    }

    @Override
    public void abandon() {
        section = null;
    }

    @Override
    public void restore(final StateReader in) {
        if (in.remaining() == 0) {
            return;
        }
        final String name = in.getString();
        final StateWriter copy = new StateWriter();
        kept = copy;
        for (final StateReader chunk : in.section(name).get(0)) {
            final long bytes = chunk.remaining();
            copy.putBytes(chunk.taken(bytes), bytes);
        }
        replay = new StateReader(in.name(), copy.address(), copy.length());
    }

    /** Whether records of the snapshot have still to be taken. */
    boolean isReplaying() {
        return replay != null && replay.remaining() > 0;
    }

    /** Takes at most {@code recordsMax} records of the snapshot; answers how many. */
    int replay(final int recordsMax) {
        int replayed = 0;
        while (replay != null && replayed < recordsMax && replay.remaining() > 0 && !flow.isHeld()) {
            final long timestampNs = replay.getLong();
            final int length = replay.getInt();
            head.emit(codec.decodeAt(replay.taken(length), length), timestampNs);
            replayed++;
        }
        if (!isReplaying()) {
            close();
        }
        return replayed;
    }

    @Override
    public void close() {
        replay = null;
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}
