// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellLayout;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells what sessions hold before their end, where {@link Early} asks for it.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class EarlySessions<K, R, O> {
    private final Aggregate<?, R> aggregate;
    private final WindowShape<K, R, O> shape;
    private final CurrentState<K> state;
    private final int portion;
    private final long everyRecords;
    private final @Nullable EarlyKeys keys;

    EarlySessions(final SessionWindow<K, ?, R, O> window, final CurrentState<K> state) {
        this.aggregate = window.aggregate();
        this.shape = window.shape();
        this.state = state;
        this.portion = window.portion();
        this.everyRecords = window.early() == null ? 0 : window.early().everyRecords();
        this.keys = EarlyKeys.of(window.early());
    }

    /** The key had a record. */
    void note(final int ordinal) {
        if (keys != null) {
            keys.note(ordinal);
        }
    }

    /** The session, which is not told, has one record more. */
    void tell(final long cell, final long session, final Output<O> output) {
        final int ordinal = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
        note(ordinal);
        if (everyRecords > 0 && records(session + SessionCells.ACCUMULATOR_OFFSET) % everyRecords == 0) {
            emit(session, ordinal, output);
        }
    }

    /** How many records are summarised at {@code accumulator}, if they are counted. */
    long records(final long accumulator) {
        return everyRecords == 0 ? 0 : CountedAggregate.records(accumulator);
    }

    /** Whether the records at {@code accumulator} are at or past a multiple that {@code before} were below. */
    boolean reaches(final long before, final long accumulator) {
        return everyRecords > 0 && records(accumulator) / everyRecords > before / everyRecords;
    }

    /** What is emitted of a session. */
    O of(final long accumulator, final long startNs, final long lastNs, final int ordinal) {
        final K key = state.get().keyAt(ordinal);
        return shape.early(key, startNs, SessionCells.endNs(lastNs), aggregate.result(accumulator));
    }

    /** Tells the sessions that were not told of the keys that had a record, at most one portion of keys. */
    void tellAll(final SessionCells cells, final long watermarkNs, final Output<O> output) {
        if (keys == null) {
            return;
        }
        int budget = portion;
        while (keys.hasNext()) {
            if (budget-- == 0 || output.isFull()) {
                return; // due already: the next turn goes on
            }
            final int ordinal = keys.next();
            final long cell = state.get().peekAt(ordinal);
            for (int age = SessionCells.count(cell) - 1; age >= 0; age--) {
                if (SessionCells.lastNs(cells.session(cell, age)) > watermarkNs) {
                    emit(cells.session(cell, age), ordinal, output);
                }
            }
        }
        keys.end();
    }

    private void emit(final long session, final int ordinal, final Output<O> output) {
        final long lastNs = SessionCells.lastNs(session);
        output.emit(
                of(session + SessionCells.ACCUMULATOR_OFFSET, SessionCells.startNs(session), lastNs, ordinal), lastNs);
    }

    long timerNs() {
        return keys == null ? Operator.NO_TIMER : keys.timerNs();
    }

    void save(final StateWriter out) {
        if (keys != null) {
            keys.save(out);
        }
    }

    /** As {@link EarlyKeys#restore}. */
    void restore(final StateReader in, final IntUnaryOperator ordinals) {
        if (keys != null) {
            keys.restore(in, ordinals);
        }
    }
}
