// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.barriers.journal.JournalException;
import io.ringbus.barriers.journal.JournalReader;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codec;
import io.ringbus.codec.Codecs;
import io.ringbus.environment.Storage;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a {@link Journal}, from the oldest that is kept to the newest there is, to look into it or to run
 * another pipeline over it. Its owner may go on writing meanwhile.
 *
 * <p><b>Threading.</b> As {@link Source}. <b>Ordering.</b> As they were processed.
 * <p><b>Failure.</b> {@link IOException} of {@link #open} when there is no journal, or another codec wrote it; of a poll, when
 * a record is missing. What a crash has torn at the end is not read.
 */
public final class JournalRecords<T> implements Source<T> {
    private final Path folder;
    private final AddressCodec<T> codec;
    private @Nullable JournalReader records;
    private long position = 1;

    private JournalRecords(final Path folder, final AddressCodec<T> codec) {
        this.folder = folder;
        this.codec = codec;
    }

    /** The records in {@code folder}, which {@code codec} wrote. */
    public static <T> JournalRecords<T> of(final Path folder, final Codec<T> codec) {
        return new JournalRecords<>(folder, Codecs.addressed(codec));
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(position);
    }

    @Override
    public void restore(final StateReader in) {
        position = in.getLong();
    }

    @Override
    public void open() throws IOException {
        final JournalReader opened = JournalReader.look(Storage.FILES, folder, position);
        records = opened;
        if (opened.schemaId() != codec.schemaId()) {
            throw new JournalException(
                    "journal " + folder + ": schema=" + Integer.toHexString(codec.schemaId()) + " of the codec is not "
                            + Integer.toHexString(opened.schemaId())
                            + ", that of the records there: use the record type that wrote them",
                    null);
        }
    }

    @Override
    public Poll poll(final Output<T> output) throws IOException {
        final JournalReader from = records;
        if (from == null) {
            throw new IllegalStateException("journal " + folder + ": polled before open()");
        }
        if (!from.next()) {
            return Poll.EXHAUSTED;
        }
        position = from.sequence() + 1;
        output.emit(codec.decodeAt(from.payloadAddress(), from.payloadBytes()), from.timestampNs());
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return "journal " + folder + ", record " + (position - 1);
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
        }
    }
}
