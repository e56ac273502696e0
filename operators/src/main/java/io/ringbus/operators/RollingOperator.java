// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.function.KeySelector;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.List;

/**
 * A running aggregate per key: adds each record to its key's cell and emits what the cell comes to, in the order of the
 * records. A template.
 */
public final class RollingOperator<K, T, R> implements Operator<T, R>, Queryable {
    private final KeySelector<T, K> key;
    private final Aggregate<T, R> aggregate;
    private final boolean byArrival;
    private final KeyedState<K> state;

    /** {@code byArrival} treats all records as equally old, so that the first to arrive is the first. */
    public RollingOperator(
            final KeySelector<T, K> key,
            final Aggregate<T, R> aggregate,
            final boolean byArrival,
            final KeyedState<K> state) {
        this.key = key;
        this.aggregate = aggregate;
        this.byArrival = byArrival;
        this.state = state;
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<R> output) {
        final long cell = state.cell(key.keyOf(record));
        aggregate.add(record, byArrival ? 0 : timestampNs, cell);
        output.emit(aggregate.result(cell), timestampNs);
    }

    /** What the key's cell comes to. */
    @Override
    @SuppressWarnings("unchecked") // another key's class is found nowhere, or refused by its state
    public List<?> query(final Object asked) {
        final long cell = state.peek((K) asked);
        return cell == 0 ? List.of() : List.of(aggregate.result(cell));
    }

    @Override
    public long watermarkDueNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void save(final StateWriter out) {
        state.save(out, CellImage.whole(aggregate.accumulatorBytes()));
    }

    @Override
    public void restore(final StateReader in) {
        state.restore(in, CellImage.whole(aggregate.accumulatorBytes()));
    }

    @Override
    public boolean takesShares() {
        return true;
    }

    @Override
    public void close() {
        state.close();
    }
}
