// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.AddressCodec;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.SlotTable;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a stage reads of a journaled ingress: first the records that the journal holds from the position of the checkpoint on,
 * then those that pass its gate. The position is the sequence of the next record.
 *
 * <p><b>Threading.</b> Stage thread; {@link #reached} any.
 * <p><b>Allocation.</b> None per record, beyond what the codec allocates.
 */
public final class JournalInlet<T> implements Source<T> {
    private static final int SLOTS_MAX = 256;
    private static final long FROM_THE_BEGINNING = 0;

    private final String name;
    private final JournalWriter journal;
    private final Inlet inlet;
    private final AddressCodec<T> codec;
    private final SlotTable slots;
    private final boolean spans;
    private @Nullable JournalReader replay;
    private long restoredId;
    private long position = FROM_THE_BEGINNING;
    private volatile long reached = FROM_THE_BEGINNING;
    private long next;
    private long readable = -1;

    public JournalInlet(
            final String name, final JournalWriter journal, final Inlet inlet, final AddressCodec<T> codec) {
        this.name = name;
        this.journal = journal;
        this.inlet = inlet;
        this.codec = codec;
        this.slots = inlet.table();
        this.spans = inlet.spans();
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(journal.journalId());
        out.putLong(position);
    }

    @Override
    public void restore(final StateReader in) {
        restoredId = in.getLong();
        position = in.getLong();
    }

    @Override
    public void open() throws IOException {
        final long first = journal.firstSequence();
        final long live = journal.liveSequence();
        if (position == FROM_THE_BEGINNING) {
            if (first > 1) {
                throw wrong("it begins with record " + first
                        + ", what came before was dropped behind a checkpoint, and there is no checkpoint to go on from:"
                        + " name the ringbus.checkpoint.dir that belongs to it, or another folder");
            }
            position = 1;
        } else if (restoredId != journal.journalId()) {
            throw wrong("journal id=" + Long.toHexString(journal.journalId()) + " is not "
                    + Long.toHexString(restoredId) + ", that of the checkpoint: name the folder that belongs to it");
        } else if (position < first || position > live) {
            throw wrong("position=" + position + " of the checkpoint is outside [" + first + ", " + live
                    + "], what there is: name the folder that belongs to it, or restore it from a copy");
        }
        reached = position;
        next = inlet.next();
        if (position < live) {
            replay = journal.replay(position);
        }
    }

    private JournalException wrong(final String what) {
        return new JournalException("journal " + journal.path() + " of ingress '" + name + "': " + what, null);
    }

    @Override
    public Poll poll(final Output<T> output) throws IOException {
        final long payload;
        final int payloadBytes;
        final long timestampNs;
        if (replay != null && replaying(replay)) {
            payload = replay.payloadAddress();
            payloadBytes = replay.payloadBytes();
            timestampNs = replay.timestampNs();
        } else {
            if (next > readable && !look()) {
                return inlet.isExhausted() ? Poll.EXHAUSTED : Poll.NOTHING_YET;
            }
            long slot = slots.addressOf(next);
            while (Memory.getShort(slot + SlotLayout.KIND_OFFSET) != SlotLayout.DATA) {
                next++;
                if (next > readable && !look()) {
                    return Poll.NOTHING_YET;
                }
                slot = slots.addressOf(next);
            }
            payload = slot + SlotLayout.HEADER_BYTES;
            payloadBytes = Memory.getInt(slot + SlotLayout.LENGTH_OFFSET);
            timestampNs = Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET);
            next += spans ? inlet.spanAt(slot) : 1;
        }
        position++;
        output.emit(codec.decodeAt(payload, payloadBytes), timestampNs);
        return Poll.EMITTED;
    }

    private boolean replaying(final JournalReader records) throws IOException {
        if (records.next()) {
            return true;
        }
        reached = position;
        records.close();
        replay = null;
        return false;
    }

    /** Gives back what was read, and looks what has passed since. */
    private boolean look() throws IOException {
        inlet.advanceTo(next);
        reached = position;
        journal.gate().check();
        readable = inlet.readableUpTo(SLOTS_MAX);
        return next <= readable;
    }

    /** What was accepted before still comes. */
    @Override
    public boolean end() {
        inlet.closeForWriters();
        return false;
    }

    /** A sequence that all records before have been read of; the position is there or beyond. */
    public long reached() {
        return reached;
    }

    @Override
    public String position() {
        return "journal '" + name + "', record " + (position - 1);
    }

    @Override
    public void close() throws IOException {
        if (replay != null) {
            replay.close();
            replay = null;
        }
    }
}
