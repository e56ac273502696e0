// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.SnapshotStore;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.barriers.coordinator.CheckpointParticipant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds checkpoints and journals together: no checkpoint is complete before the records that its state holds are durable in
 * their journal, and no record is dropped that a checkpoint in the store may be followed by.
 *
 * <p><b>Layout.</b> A section for each journal: its id and a sequence, both longs; the position in the state is there or
 * beyond.
 */
public final class JournalPositions implements CheckpointParticipant {
    /** Bytes of a section. */
    public static final int SECTION_BYTES = 2 * Long.BYTES;

    private static final String SECTION = "journal ";

    private final Map<String, Read> journals = new LinkedHashMap<>();

    private static final class Read {
        private final JournalWriter journal;
        private final JournalInlet<?> inlet;
        private long reached;

        Read(final JournalWriter journal, final JournalInlet<?> inlet) {
            this.journal = journal;
            this.inlet = inlet;
        }
    }

    /** Adds the journal of the ingress called {@code name}. */
    public void add(final String name, final JournalWriter journal, final JournalInlet<?> inlet) {
        journals.put(SECTION + name, new Read(journal, inlet));
    }

    @Override
    public void begun() {
        journals.values().forEach(read -> read.reached = read.inlet.reached());
    }

    @Override
    public void beforeCommit(final SnapshotWriter snapshot) throws IOException {
        for (final Map.Entry<String, Read> entry : journals.entrySet()) {
            final Read read = entry.getValue();
            read.journal.sync();
            final ByteBuffer section = ByteBuffer.allocate(SECTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            section.putLong(read.journal.journalId()).putLong(read.reached).flip();
            snapshot.section(entry.getKey(), section);
        }
    }

    @Override
    public void retained(final SnapshotStore store) throws IOException {
        final List<Long> complete = store.complete();
        if (journals.isEmpty() || complete.isEmpty()) {
            return;
        }
        final Manifest oldest;
        try {
            oldest = store.open(complete.get(0)).manifest();
        } catch (final SnapshotException unreadable) {
            return; // nobody knows what it relies on
        }
        for (final Map.Entry<String, Read> entry : journals.entrySet()) {
            final ByteBuffer section = oldest.sections().get(entry.getKey());
            if (section != null && section.remaining() == SECTION_BYTES) {
                final ByteBuffer position = section.duplicate().order(ByteOrder.LITTLE_ENDIAN);
                final JournalWriter journal = entry.getValue().journal;
                if (position.getLong() == journal.journalId()) {
                    journal.trimTo(position.getLong());
                }
            }
        }
    }
}
