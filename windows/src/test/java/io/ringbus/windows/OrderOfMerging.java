// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.AggregateCase.Stamped;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Ids as digits of one long number, modulo 2^64: it tells which records were merged, how often, and in which order. Records
 * come in order of their slices, and inside a slice in order of arrival.
 *
 * @param number the digits
 * @param factor the base to the power of how many digits there are
 */
record OrderOfMerging(long number, long factor) {
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private record OrderCodec() implements AddressCodec<OrderOfMerging> {
        @Override
        public int schemaId() {
            return 1;
        }

        @Override
        public int maxLength() {
            return 2 * Long.BYTES;
        }

        @Override
        public int encodeAt(final OrderOfMerging value, final long address) {
            Memory.putLong(address, value.number);
            Memory.putLong(address + Long.BYTES, value.factor);
            return maxLength();
        }

        @Override
        public OrderOfMerging decodeAt(final long address, final int length) {
            return new OrderOfMerging(Memory.getLong(address), Memory.getLong(address + Long.BYTES));
        }
    }

    private static OrderOfMerging of(final Trade trade) {
        return new OrderOfMerging(trade.id() + 1, BASE);
    }

    private OrderOfMerging then(final OrderOfMerging next) {
        return new OrderOfMerging(number * next.factor + next.number, factor * next.factor);
    }

    static Aggregate<Trade, Long> aggregate() {
        return Aggregates.of(
                new OrderCodec(),
                OrderOfMerging::of,
                (seen, trade) -> seen.then(of(trade)),
                OrderOfMerging::then,
                OrderOfMerging::number);
    }

    /** The same of records in order of arrival. */
    static Function<List<Stamped>, Object> naive(final Slices slices) {
        return arrived -> arrived.stream()
                .sorted(Comparator.comparingLong(one -> slices.sliceOf(one.timestampNs())))
                .map(one -> of(one.trade()))
                .reduce(OrderOfMerging::then)
                .orElseThrow()
                .number;
    }
}
