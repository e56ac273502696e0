// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/**
 * The cells of one state in a snapshot.
 *
 * <p><b>Layout.</b> Schema of the keys (int), width of the operator's bytes (int), number of cells (int); for each cell its
 * ordinal (int), its key, its image.
 * <p><b>Threading.</b> Stage thread.
 */
final class SavedCells<K> {
    private final StateSpec<K> spec;
    private final CellTable<K> cells;

    SavedCells(final StateSpec<K> spec, final CellTable<K> cells) {
        this.spec = spec;
        this.cells = cells;
    }

    void save(final int size, final StateWriter out, final CellImage image) {
        out.putInt(spec.keyCodec().schemaId());
        out.putInt(spec.valueBytes());
        out.putInt(size);
        for (int ordinal = 0; ordinal < cells.ordinals(); ordinal++) {
            final long address = cells.cellAt(ordinal);
            if (address != 0) {
                out.putInt(ordinal);
                out.put(spec.keyCodec(), cells.keyAt(ordinal));
                image.write(address, out);
            }
        }
    }

    void restore(final StateReader in, final CellImage image) {
        if (cells.ordinals() != 0) {
            throw new IllegalStateException(LocatedState.subject(spec) + ": ordinals=" + cells.ordinals()
                    + " > 0: restore a state before its first key comes");
        }
        expect(in, "keySchema", in.getInt(), spec.keyCodec().schemaId(), "the keys have another form");
        expect(in, "valueBytes", in.getInt(), spec.valueBytes(), "the cells have another width");
        for (int left = in.getInt(); left > 0; left--) {
            final int ordinal = in.getInt();
            if (ordinal < 0) {
                throw new IllegalStateException(LocatedState.subject(spec) + ": ordinal=" + ordinal
                        + " < 0 in the snapshot of " + in.name() + ": it is damaged");
            }
            image.read(in, cells.place(ordinal, in.get(spec.keyCodec())));
        }
        cells.placed();
    }

    private void expect(
            final StateReader in, final String what, final int saved, final int expected, final String meaning) {
        if (saved != expected) {
            throw new IllegalStateException(
                    LocatedState.subject(spec) + ": " + what + "=" + saved + " in the snapshot of "
                            + in.name() + ", not " + expected + ": " + meaning
                            + ": start the pipeline that wrote it, or begin without a snapshot");
        }
    }
}
