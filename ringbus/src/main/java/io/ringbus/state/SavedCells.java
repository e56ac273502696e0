// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.BitSet;
import java.util.List;

/**
 * The form of a state's cells in a snapshot.
 *
 * <p><b>Layout.</b> Saved at the barrier: schema of the keys (int), schema of the operator's bytes (int), their width (int),
 * name of the section that holds the entries (string), empty when they follow here: their number (int), and the entries.
 * <p>An entry is its length (int, without itself), ordinal (int), key and image; or the complement of the ordinal alone: its
 * key was removed; or, for cells whose ordinals follow each other and whose keys and images are all of one width, the
 * complement of that width in bytes (int), the first ordinal (int), the number of cells (int), and the key and image of each.
 * Of one snapshot, a cell under the same ordinal comes after the removal, wherever it stands; a newer
 * snapshot's entry takes the place of an older one's.
 * <p><b>Threading.</b> Stage thread.
 */
final class SavedCells {
    static final int REMOVAL_BYTES = 2 * Integer.BYTES;

    private final StateSpec<?> spec;
    private final SavedTable cells;
    private final Ordinals ordinals;

    SavedCells(final StateSpec<?> spec, final SavedTable cells, final Ordinals ordinals) {
        this.spec = spec;
        this.cells = cells;
        this.ordinals = ordinals;
    }

    void putHead(final StateWriter out, final String section) {
        out.putInt(spec.keyCodec().schemaId());
        out.putInt(spec.valueSchema());
        out.putInt(spec.valueBytes());
        out.putString(section);
    }

    void putAll(final StateWriter out, final CellImage image) {
        putHead(out, "");
        out.putInt(ordinals.size());
        for (int ordinal = 0; ordinal < ordinals.bound(); ordinal++) {
            final long address = ordinals.address(ordinal);
            if (address != 0) {
                putCell(out, ordinal, address, image);
            }
        }
    }

    /** Answers its bytes. */
    int putCell(final StateWriter out, final int ordinal, final long address, final CellImage image) {
        final long at = out.length();
        out.putLong((long) ordinal << Integer.SIZE); // the length, not known yet, and the ordinal
        cells.saveKey(ordinal, out);
        image.write(address, out);
        final int bytes = (int) (out.length() - at);
        out.setInt(at, bytes - Integer.BYTES);
        return bytes;
    }

    /** Appends {@code count} cells, in use from {@code first} on without a gap, whose keys are longs and whose images are whole. */
    void putRun(final StateWriter out, final int first, final int count, final long[] keys, final WholeCell image) {
        final int width = Long.BYTES + image.valueBytes();
        out.putInt(~width);
        out.putInt(first);
        out.putInt(count);
        long to = out.room((long) count * width);
        for (int ordinal = first; ordinal < first + count; ordinal++) {
            Memory.putLong(to, keys[ordinal]);
            image.copy(ordinals.address(ordinal), to + Long.BYTES);
            to += width;
        }
    }

    void putRemoval(final StateWriter out, final int ordinal) {
        out.putInt(Integer.BYTES);
        out.putInt(~ordinal);
    }

    void restore(final StateReader in, final CellImage image) {
        if (!in.isShare() && ordinals.bound() != 0) {
            throw new IllegalStateException(LocatedState.subject(spec) + ": ordinals=" + ordinals.bound()
                    + " > 0: restore a state before its first key comes");
        }
        expect(in, "keySchema", in.getInt(), spec.keyCodec().schemaId(), "the keys have another form");
        expect(in, "valueSchema", in.getInt(), spec.valueSchema(), "the values mean something else");
        final int savedBytes = in.getInt();
        if (!in.isShare()) { // instances widen their cells each for itself: the operator's image knows
            expect(in, "valueBytes", savedBytes, spec.valueBytes(), "the cells have another width");
        }
        final boolean share = in.isShare();
        final String section = in.getString();
        final BitSet done = new BitSet();
        if (section.isEmpty()) {
            for (int left = in.getInt(); left > 0; left--) {
                restoreEntry(in, share, image, done);
            }
        } else {
            for (final List<StateReader> chunks : in.section(section)) {
                restoreSnapshot(chunks, share, image, done);
            }
        }
        if (!share) {
            cells.placed();
        }
    }

    private void restoreSnapshot(
            final List<StateReader> chunks, final boolean share, final CellImage image, final BitSet done) {
        final BitSet removed = new BitSet();
        for (final StateReader chunk : chunks) {
            while (chunk.remaining() > 0) {
                final int gone = restoreEntry(chunk, share, image, done);
                if (gone >= 0) {
                    removed.set(gone);
                }
            }
        }
        done.or(removed);
    }

    /** Takes an entry over unless a newer one was; answers the ordinal that it removes, or -1. */
    private int restoreEntry(final StateReader in, final boolean share, final CellImage image, final BitSet done) {
        final int bytes = in.getInt();
        final int ordinal = in.getInt();
        if (bytes < 0) {
            final int width = ~bytes;
            for (int next = ordinal, left = in.getInt(); left > 0; next++, left--) {
                restoreCell(in, width, next, share, image, done);
            }
        } else if (ordinal < 0) {
            return ~ordinal;
        } else {
            restoreCell(in, bytes - Integer.BYTES, ordinal, share, image, done);
        }
        return -1;
    }

    /** Takes a key and image of so many bytes over, unless newer ones were. */
    private void restoreCell(
            final StateReader in,
            final long bytes,
            final int ordinal,
            final boolean share,
            final CellImage image,
            final BitSet done) {
        if (done.get(ordinal)) {
            in.taken(bytes);
            return;
        }
        final long end = in.remaining() - bytes;
        done.set(ordinal);
        final long cell = share ? cells.placeIfOwned(in) : cells.place(ordinal, in);
        if (cell == 0) {
            in.taken(in.remaining() - end);
            return;
        }
        if (share) {
            image.placed(ordinal, cell);
        }
        image.read(in, cell);
        if (in.remaining() != end) {
            throw new IllegalStateException(LocatedState.subject(spec) + ": ordinal=" + ordinal + " in the snapshot of "
                    + in.name() + ": bytes=" + bytes + " were saved, and " + (bytes + end - in.remaining())
                    + " read: the operator reads another form than it wrote");
        }
    }

    private void expect(
            final StateReader in, final String what, final int saved, final int expected, final String meaning) {
        if (saved != expected) {
            throw new IllegalStateException(
                    LocatedState.subject(spec) + ": " + what + "=" + saved + " in the snapshot of "
                            + in.name() + ", not " + expected + ": " + meaning
                            + ": start the pipeline that wrote it, or begin without a snapshot, or drop this state from a"
                            + " savepoint");
        }
    }
}
