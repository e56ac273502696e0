// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.function.KeySelector;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * Aggregates each group of a window anew when the window is told: time in proportion to its records.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When a window has more groups than any before; and what the keys of the groups cost.
 */
final class GroupTotals<K, G, T, R, O> implements WindowBody<K, T, O> {
    private static final int GROUPS_MIN = 16;

    private final KeySelector<T, G> key;
    private final Aggregate<T, R> aggregate;
    private final WindowShape<G, R, O> shape;
    private final GroupIndex<G> groups = new GroupIndex<>();
    private Slab accumulators;

    private GroupTotals(
            final KeySelector<T, G> key, final Aggregate<T, R> aggregate, final WindowShape<G, R, O> shape) {
        this.key = key;
        this.aggregate = aggregate;
        this.shape = shape;
        this.accumulators = new Slab((long) GROUPS_MIN * aggregate.accumulatorBytes(), Long.BYTES);
    }

    static <K, G, T, R, O> WindowBody<K, T, O> of(
            final KeySelector<T, G> key, final WindowStep.Total<G, T, R, O> total) {
        return new GroupTotals<>(key, total.aggregate(), total.shape());
    }

    @Override
    public void tell(final K any, final Window<T> window, final long timestampNs, final Output<O> output) {
        groups.clear();
        for (long index = 0; index < window.size(); index++) {
            final T record = window.record(index);
            final int known = groups.size();
            final int number = groups.numberOf(key.keyOf(record));
            if (number == known) {
                clear(number);
            }
            aggregate.add(record, window.timestampNs(index), accumulator(number));
        }
        final long startNs = window.startNs();
        final long endNs = window.endNs();
        for (int number = 0; number < groups.size(); number++) {
            final R value = aggregate.result(accumulator(number));
            final G group = groups.group(number);
            output.emit(
                    window.isEarly()
                            ? shape.early(group, startNs, endNs, value)
                            : shape.shape(group, startNs, endNs, value),
                    timestampNs);
        }
    }

    private long accumulator(final int number) {
        return accumulators.address() + (long) number * aggregate.accumulatorBytes();
    }

    private void clear(final int number) {
        final long needed = (number + 1L) * aggregate.accumulatorBytes();
        if (needed > accumulators.bytes()) {
            final Slab wide = new Slab(2 * accumulators.bytes(), Long.BYTES);
            Memory.copy(accumulators.address(), wide.address(), accumulators.bytes());
            accumulators.close();
            accumulators = wide;
        }
        Memory.clear(accumulator(number), aggregate.accumulatorBytes());
    }

    @Override
    public void close() {
        accumulators.close();
    }
}
