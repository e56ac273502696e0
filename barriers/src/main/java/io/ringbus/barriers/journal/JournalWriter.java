// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.codec.AddressCodec;
import io.ringbus.config.Durability;
import io.ringbus.environment.Clock;
import io.ringbus.environment.Storage;
import io.ringbus.ring.Gate;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The first reader of an ingress: appends every record to a journal and then lets it pass. All that writers have published
 * while the disk was busy goes into one write and, under {@link Durability#SYNC}, one force.
 *
 * <p><b>Threading.</b> {@link #open}, {@link #doWork} and {@link #close} by one thread, which user code never sees, for an
 * interrupt would close the file; {@link #sync} and {@link #trimTo} by any.
 * <p><b>Ordering.</b> That of the ring: records stand in the journal as they are processed.
 * <p><b>Allocation.</b> None per record.
 * <p><b>Failure.</b> The first one ends the journal for good: nothing passes any more, publishers and the stage are told, and
 * no write or force is tried again. What was acknowledged before is there.
 */
public final class JournalWriter implements Closeable {
    private static final int BATCHES_MAX = 64;
    private static final int CLOSING_TRIES = 1_000;
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Storage storage;
    private final Path path;
    private final AddressCodec<?> codec;
    private final JournalSettings settings;
    private final Gate gate;
    private final Clock clock;
    private @Nullable Opened opened;
    private volatile long written = 1;
    private volatile long durable = 1;
    private volatile long syncTo;
    private volatile long trimTo;
    private volatile boolean closed;
    private long trimmedTo;
    private long dirtySinceNs;
    private @Nullable SegmentWriter segment;

    /** What there is once the folder is open. */
    private record Opened(JournalOwnership ownership, FrameBatch batch, long journalId, long first, long end) {}

    public JournalWriter(
            final Storage storage,
            final Path path,
            final AddressCodec<?> codec,
            final JournalSettings settings,
            final Gate gate,
            final Clock clock) {
        this.storage = storage;
        this.path = path;
        this.codec = codec;
        this.settings = settings;
        this.gate = gate;
        this.clock = clock;
    }

    /** Takes the folder over and finds the end of the journal, at which it goes on. Before the first {@link #doWork}. */
    public void open() throws IOException {
        final JournalOwnership ownership = JournalOwnership.take(storage, path);
        try {
            final SegmentHeader last = ownership.last().orElse(null);
            if (last != null && last.schemaId() != codec.schemaId()) {
                throw new JournalException(
                        "journal " + path + ": schema=" + Integer.toHexString(codec.schemaId())
                                + " of the codec is not "
                                + Integer.toHexString(last.schemaId())
                                + ", that of the records there: use the record type that wrote them, or another folder",
                        null);
            }
            final long end = ownership.nextSequence();
            final long journalId = last == null ? clock.epochNs() : last.journalId();
            final SegmentHeader header =
                    new SegmentHeader(codec.schemaId(), journalId, ownership.epoch(), end, codec.maxLength());
            segment = ownership.begin(header, settings.segmentBytes());
            opened = new Opened(
                    ownership,
                    new FrameBatch(codec.maxLength()),
                    journalId,
                    ownership.segments().get(0).firstSequence(),
                    end);
            written = end;
            durable = end;
        } catch (final IOException | RuntimeException failed) {
            ownership.close();
            throw failed;
        }
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("journal " + path + ": it is not open: open it before it is used");
        }
        return opened;
    }

    private SegmentWriter segment() {
        if (segment == null) {
            throw new IllegalStateException("journal " + path + ": it is not open: open it before it is used");
        }
        return segment;
    }

    /** Takes the next step; answers how many records were written. May wait for the disk, for nothing else. */
    public int doWork() {
        if (gate.failure() != null || closed) {
            return 0;
        }
        try {
            int records = 0;
            boolean read = false;
            for (int batches = 0; batches < BATCHES_MAX && opened().batch.isReadable(gate); batches++) {
                records += append();
                read = true;
            }
            if (segment().isDirty() && isForceDue()) {
                force();
            }
            if (read) {
                gate.pass();
            }
            if (gate.isAsked()) {
                opened().ownership.check();
                gate.confirm();
            }
            trim();
            return records;
        } catch (final IOException failed) {
            gate.fail(named(failed));
        } catch (final RuntimeException failed) {
            gate.fail(new IOException("journal " + path + ": " + failed, failed));
        }
        return 0;
    }

    private IOException named(final IOException failed) {
        return failed instanceof JournalException
                ? failed
                : new JournalException(
                        "journal " + path + ": writing behind record " + (durable - 1) + " failed ("
                                + failed.getMessage()
                                + "): see that the disk has room and is sound, then start the pipeline again",
                        failed);
    }

    private int append() throws IOException {
        final FrameBatch batch = opened().batch;
        if (!batch.begin(segment(), settings.segmentBytes())) {
            roll();
            batch.begin(segment(), settings.segmentBytes());
        }
        final long sequence = written;
        final int records = batch.fill(gate, sequence);
        if (records > 0) {
            if (!segment().isDirty()) {
                dirtySinceNs = clock.nanoTime();
            }
            segment().append(batch.bytes());
            written = sequence + records;
        }
        return records;
    }

    private boolean isForceDue() {
        return settings.durability() == Durability.SYNC
                || syncTo > durable
                || (settings.durability() == Durability.INTERVAL
                        && clock.nanoTime() - dirtySinceNs >= settings.intervalNs());
    }

    private void force() throws IOException {
        segment().force();
        opened().ownership.check();
        durable = written;
    }

    private void roll() throws IOException {
        final SegmentWriter full = segment();
        if (full.isDirty()) {
            force();
        }
        final SegmentHeader old = full.header();
        segment = opened().ownership
                .begin(
                        new SegmentHeader(old.schemaId(), old.journalId(), old.epoch(), written, old.payloadBytesMax()),
                        settings.segmentBytes());
        full.close();
    }

    private void trim() throws IOException {
        final long wanted = trimTo;
        if (wanted == trimmedTo) {
            return;
        }
        trimmedTo = wanted;
        final JournalOwnership ownership = opened().ownership;
        ownership.check();
        while (ownership.segments().size() > 1 && ownership.segments().get(1).firstSequence() <= wanted) {
            ownership.deleteFirst();
        }
    }

    /** Makes everything that has passed so far survive a power cut; waits for it. */
    public void sync() throws IOException {
        final long wanted = written;
        syncTo = wanted;
        while (durable < wanted) {
            gate.check();
            gate.help();
            LockSupport.parkNanos(PAUSE_NS);
        }
        gate.check();
    }

    /** Sequence behind the last record that was handed to the operating system. */
    long writtenTo() {
        return written;
    }

    /** Lets the files go that hold only records before {@code sequence}. */
    public void trimTo(final long sequence) {
        trimTo = Math.max(trimTo, sequence);
    }

    /** When the next step is due although no record comes, or {@link Long#MAX_VALUE}. */
    public long dueNs() {
        final SegmentWriter open = segment;
        return open != null && open.isDirty() && settings.durability() == Durability.INTERVAL
                ? dirtySinceNs + settings.intervalNs()
                : Long.MAX_VALUE;
    }

    /** Whether there was nobody to read for, or nothing has come, since writers ended. */
    public boolean isExhausted() {
        return gate.isExhausted();
    }

    /** The gate at which records wait for the journal. */
    public Gate gate() {
        return gate;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Tells this journal from all others. */
    public long journalId() {
        return opened().journalId;
    }

    /** Sequence of the oldest record there was when it was opened. */
    public long firstSequence() {
        return opened().first;
    }

    /** Sequence behind the last record there was when it was opened: that of the first one that comes by the ring. */
    public long liveSequence() {
        return opened().end;
    }

    /** What was cut off the end when it was opened. */
    public Optional<JournalCut> cut() {
        return opened().ownership.cut();
    }

    /** Reads the records from {@code sequence} on to the last there was when the journal was opened. */
    JournalReader replay(final long sequence) throws IOException {
        final Opened found = opened();
        final List<SegmentName> old = new ArrayList<>();
        for (final SegmentName name : found.ownership.folder().segments()) {
            if (name.firstSequence() < found.end) {
                old.add(name);
            }
        }
        return new JournalReader(found.ownership.folder(), old, sequence, found.end);
    }

    /** Writes and forces what has been published, then gives the folder back. */
    @Override
    public void close() throws IOException {
        final Opened found = opened;
        if (found == null) {
            gate.fail(new JournalException("journal " + path + " was not opened", null));
        }
        if (closed || found == null) {
            return;
        }
        gate.closeForWriters();
        for (int tries = 0; gate.failure() == null && !gate.isExhausted() && tries < CLOSING_TRIES; tries++) {
            if (doWork() == 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        try {
            if (gate.failure() == null && segment().isDirty()) {
                force();
            }
        } catch (final IOException failed) {
            gate.fail(named(failed));
            throw named(failed);
        } finally {
            closed = true;
            if (gate.failure() == null) {
                gate.fail(new JournalException("journal " + path + " is closed", null));
            }
            found.batch.close();
            segment().close();
            found.ownership.close();
        }
    }
}
