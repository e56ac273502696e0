// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.KeyedState;
import java.util.function.IntUnaryOperator;

/**
 * The cells of a session window, which get wider when a key has more open sessions than ever before.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When cells are widened.
 */
final class SessionStore<K> {
    private final String name;
    private final StateOpener<K> opener;
    private final int accumulatorBytes;
    private final CurrentState<K> state;
    private SessionCells cells;

    SessionStore(final String name, final StateOpener<K> opener, final int accumulatorBytes) {
        this.name = name;
        this.opener = opener;
        this.accumulatorBytes = accumulatorBytes;
        this.cells = SessionCells.forSessions(1, accumulatorBytes);
        this.state = CurrentState.of(opener.open(cells.valueBytes()));
    }

    /** The state in use, a constant to the compiler. */
    CurrentState<K> state() {
        return state;
    }

    /** The layout in use. */
    SessionCells cells() {
        return cells;
    }

    /** Saves the cells, and how wide they are. */
    void save(final StateWriter out) {
        out.putInt(cells.capacity());
        out.putInt(cells.sessionBytes());
        state.get().save(out, cells);
    }

    /**
     * Takes cells over, of the width that they were saved with; a share's come beside those that are there. Answers which
     * ordinals they have for the saved ones.
     */
    IntUnaryOperator restore(final StateReader in) {
        final int sessions = in.getInt();
        final int savedBytes = in.getInt();
        if (savedBytes != cells.sessionBytes()) {
            throw new IllegalStateException("window '" + name + "': bytes of a session=" + cells.sessionBytes()
                    + ", but the snapshot has " + savedBytes
                    + ": start the pipeline that wrote it, or begin without a snapshot");
        }
        if (in.isShare()) {
            while (sessions > cells.capacity()) {
                widen();
            }
            final SharedOrdinals shared = new SharedOrdinals(cells);
            state.get().restore(in, shared);
            return shared;
        }
        if (sessions != cells.capacity()) {
            cells = SessionCells.forSessions(sessions, accumulatorBytes);
            final KeyedState<K> opened = opener.open(cells.valueBytes());
            state.get().close();
            state.replace(opened);
        }
        state.get().restore(in, cells);
        return IntUnaryOperator.identity();
    }

    /** Moves all keys into cells with twice as many places; their ordinals stay what they are. */
    void widen() {
        final SessionCells wide = SessionCells.forSessions(2 * cells.capacity(), accumulatorBytes);
        final KeyedState<K> narrow = state.get();
        final KeyedState<K> target = opener.open(wide.valueBytes());
        boolean copied = false;
        try {
            for (int ordinal = 0; ordinal < narrow.ordinals(); ordinal++) {
                cells.copy(narrow.cellAt(ordinal), target.cell(narrow.keyAt(ordinal)), wide);
            }
            copied = true;
        } finally {
            if (!copied) {
                target.close();
            }
        }
        narrow.close();
        state.replace(target);
        cells = wide;
    }
}
