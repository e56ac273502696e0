// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.Freeze;
import io.ringbus.snapshot.Frozen;
import io.ringbus.snapshot.Section;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Knows in which epoch, that is after how many barriers, each cell of a state was last written, and so which ones a snapshot
 * needs, and which of them must be copied aside before they change.
 *
 * <p>Freezing takes a new epoch, whatever the number of cells. A cell whose word is of an older epoch belongs to the snapshot
 * as it is. Before its first write in the new epoch it is written to the snapshot, unless the sweep over all ordinals has
 * passed it; then it gets the new epoch's word, by which the sweep knows that it need not come back.
 *
 * <p>A snapshot that builds on an earlier one, its parent, leaves out the cells not written since, and names the ordinals whose
 * key was removed since. Where the parent is the snapshot before, and few cells were asked for since, it does not even look at
 * the others: which were written is noted.
 *
 * <p>So a barrier makes the table {@linkplain SavedTable#guard guard} its cells, that is tell of every access, until the sweep
 * is through and enough was noted; where the sweep has found that many cells were written in the epoch before, nothing more
 * is. Then accesses only store the epoch, and the next snapshot looks at the word of each cell.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> Native memory for what is written.
 * <p><b>Source.</b> The copy aside is that of Yuasa, <i>Real-time garbage collection on general-purpose machines</i>, 1990:
 * a snapshot at the beginning, kept by whoever overwrites.
 */
final class FrozenCells implements Frozen {
    /** What passing over a cell costs of a portion, in bytes. */
    private static final int LOOK_BYTES = 2 * Long.BYTES;

    /**
     * When one of so many cells was asked for since a barrier, or was written in the epoch before, to look at all of them costs
     * less than to note more of them.
     */
    private static final int MANY = 4;

    private static final int FIRST_EPOCH = 1;

    /** Where the sweep is when there is none. */
    private static final int PASSED = Integer.MAX_VALUE;

    /** Older than any epoch, and than the word of a cell that is not tracked. */
    private static final int BEFORE_ALL = -1;

    private final SavedTable cells;
    private final Ordinals ordinals;
    private final SavedCells form;
    private final boolean tracked;
    private int epoch = FIRST_EPOCH;
    private long latestId = Freeze.NONE;
    private int latestEpoch;
    private long parentId = Freeze.NONE;
    private int parentEpoch;
    private int[] removedEpochs = new int[16];
    private final WrittenOrdinals written = new WrittenOrdinals();
    private boolean notes;
    private int notesLeft;

    private @Nullable Section section;
    private CellImage image = CellImage.whole(0);
    private int cursor = PASSED;
    private int bound;
    private boolean looksAtAll;
    private int sinceEpoch;
    private int frozenEpoch;
    private int rewritten;

    FrozenCells(final StateSpec<?> spec, final SavedTable cells, final Ordinals ordinals) {
        this.cells = cells;
        this.ordinals = ordinals;
        this.form = new SavedCells(spec, cells, ordinals);
        this.tracked = spec.tracked();
    }

    /** The epoch that cells are written in. */
    int epoch() {
        return epoch;
    }

    /** Whether a snapshot may still need the cell of this ordinal as it is. */
    private boolean needs(final int ordinal) {
        return ordinal >= cursor;
    }

    /** The cell is written for the first time in this epoch, and no snapshot {@link #needs} it as it was. */
    private void firstWrite(final int ordinal, final long address) {
        Memory.putInt(address + CellLayout.EPOCH_OFFSET, epoch);
        if (notes) {
            written.add(ordinal);
        }
    }

    /** Freezes the cells for the snapshot of {@code out}, or writes them at once where nothing is written later. */
    void save(final StateWriter out, final CellImage savedImage) {
        final Freeze freeze = out.freeze();
        if (freeze == null) {
            form.putAll(out, savedImage);
            return;
        }
        if (freeze.parentId() != Freeze.NONE && freeze.parentId() == latestId) {
            parentId = latestId;
            parentEpoch = latestEpoch;
        }
        final boolean whole = !tracked || freeze.parentId() == Freeze.NONE || freeze.parentId() != parentId;
        section = freeze.section(this, whole);
        form.putHead(out, section.name());
        image = savedImage;
        cursor = 0;
        rewritten = 0;
        bound = ordinals.bound();
        sinceEpoch = whole ? BEFORE_ALL : parentEpoch;
        looksAtAll = whole || !notes || parentEpoch != latestEpoch; // of the checkpoints in between, none is complete
        frozenEpoch = epoch;
        latestId = freeze.checkpointId();
        latestEpoch = epoch;
        if (tracked) {
            notes = true;
            notesLeft = bound / MANY;
            written.freeze();
            epoch++;
            cells.guard(true);
        } else {
            finish();
        }
    }

    void restore(final StateReader in, final CellImage savedImage) {
        form.restore(in, savedImage);
    }

    /** A key came: its cell is new in this epoch. */
    void added(final int ordinal, final long address) {
        if (ordinal >= removedEpochs.length) {
            removedEpochs = Arrays.copyOf(removedEpochs, Math.max(2 * removedEpochs.length, ordinal + 1));
        }
        written.reserve(ordinal);
        firstWrite(ordinal, address);
        if (section != null && ordinal >= cursor && ordinal < bound) {
            writeRemoval(section, ordinal);
        }
        removedEpochs[ordinal] = 0;
    }

    /** The cell is about to change, or to go. */
    void beforeWrite(final long address) {
        if (Memory.getInt(address + CellLayout.EPOCH_OFFSET) != epoch) {
            final int ordinal = Memory.getInt(address + CellLayout.ORDINAL_OFFSET);
            if (section != null && needs(ordinal)) {
                writeCell(section, ordinal, address);
            }
            firstWrite(ordinal, address);
        }
        if (notes && --notesLeft < 0) {
            notes = false;
            guardIfNeeded();
        }
    }

    private void guardIfNeeded() {
        cells.guard(section != null || notes);
    }

    /** The key of this ordinal goes; {@link #beforeWrite} was called. */
    void removed(final int ordinal) {
        removedEpochs[ordinal] = epoch;
    }

    /** Answers the bytes written, 0 when the snapshot does not hold the cell. */
    private int writeCell(final Section to, final int ordinal, final long address) {
        if (!isInSnapshot(address)) {
            return 0;
        }
        if (isRewritten(address)) {
            rewritten++;
        }
        final int bytes = form.putCell(to.entry(), ordinal, address, image);
        to.next();
        return bytes;
    }

    private boolean isInSnapshot(final long address) {
        final int epochWritten = Memory.getInt(address + CellLayout.EPOCH_OFFSET);
        return epochWritten > sinceEpoch && epochWritten <= frozenEpoch;
    }

    /** Whether the cell was written between the newest barrier and the one before. */
    private boolean isRewritten(final long address) {
        return Memory.getInt(address + CellLayout.EPOCH_OFFSET) == frozenEpoch;
    }

    private int writeRemoval(final Section to, final int ordinal) {
        final int removed = sinceEpoch == BEFORE_ALL ? BEFORE_ALL : removedEpochs[ordinal];
        if (removed <= sinceEpoch || removed > frozenEpoch) {
            return 0;
        }
        form.putRemoval(to.entry(), ordinal);
        to.next();
        return SavedCells.REMOVAL_BYTES;
    }

    @Override
    public boolean write(final long bytes) {
        final Section to = section;
        if (to == null) {
            return true;
        }
        cursor = looksAtAll ? writeAll(to, bytes) : writeNoted(to, bytes);
        if (cursor < bound) {
            return false;
        }
        if (rewritten >= bound / MANY && frozenEpoch != FIRST_EPOCH) { // in the first, all were new
            notes = false;
        }
        abandon();
        to.end();
        return true;
    }

    /** Answers how far a portion of so many bytes gets. */
    private int writeAll(final Section to, final long bytes) {
        final long[] keys = cells.longKeys();
        final int ordinal = keys != null && image instanceof WholeCell whole
                ? writeRuns(to, bytes, keys, whole)
                : writeEach(to, bytes);
        if (tracked) {
            written.forget(cursor, ordinal);
        }
        return ordinal;
    }

    private int writeEach(final Section to, final long bytes) {
        long left = bytes;
        int ordinal = cursor;
        for (; ordinal < bound && left > 0; ordinal++) {
            left -= LOOK_BYTES + writeOrdinal(to, ordinal);
        }
        return ordinal;
    }

    /** For cells that are all of one width in the snapshot: as many as possible in one go. */
    private int writeRuns(final Section to, final long bytes, final long[] keys, final WholeCell whole) {
        final int cellBytes = Long.BYTES + whole.valueBytes();
        long left = bytes;
        int ordinal = cursor;
        while (ordinal < bound && left > 0) {
            final long room = Math.min(left / (LOOK_BYTES + cellBytes), to.left() / cellBytes);
            final int run = runFrom(ordinal, (int) Math.min(bound - ordinal, Math.max(1, room)));
            if (run > 0) {
                writeRun(to, ordinal, run, keys, whole);
                left -= run * (long) (LOOK_BYTES + cellBytes);
                ordinal += run;
            } else {
                left -= LOOK_BYTES + writeOrdinal(to, ordinal);
                ordinal++;
            }
        }
        return ordinal;
    }

    private void writeRun(
            final Section to, final int first, final int count, final long[] keys, final WholeCell whole) {
        if (count == 1) {
            form.putCell(to.entry(), first, ordinals.address(first), whole); // shorter
        } else {
            form.putRun(to.entry(), first, count, keys, whole);
        }
        to.next();
    }

    /** How many cells from this ordinal on, at most {@code max}, belong to the snapshot without a gap. */
    private int runFrom(final int ordinal, final int max) {
        int run = 0;
        while (run < max) {
            final long address = ordinals.address(ordinal + run);
            if (address == 0 || !isInSnapshot(address)) {
                break;
            }
            if (isRewritten(address)) {
                rewritten++;
            }
            run++;
        }
        return run;
    }

    private int writeNoted(final Section to, final long bytes) {
        long left = bytes;
        int ordinal = cursor;
        while (ordinal < bound && left > 0) {
            left -= LOOK_BYTES;
            if (written.take(ordinal)) {
                left -= writeOrdinal(to, ordinal);
                ordinal++;
            } else {
                ordinal = written.next(ordinal);
            }
        }
        return ordinal;
    }

    private int writeOrdinal(final Section to, final int ordinal) {
        final long address = ordinals.address(ordinal);
        return address != 0 ? writeCell(to, ordinal, address) : writeRemoval(to, ordinal);
    }

    /** Writes the rest at once: the cells are about to go. */
    void finish() {
        write(Long.MAX_VALUE);
    }

    @Override
    public void abandon() {
        if (section != null) {
            if (tracked) {
                written.forget(cursor, bound);
            }
            section = null;
            cursor = PASSED;
            guardIfNeeded();
        }
    }
}
