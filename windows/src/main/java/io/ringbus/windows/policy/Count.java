// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.function.Supplier;

/**
 * A number of records: {@code window(Count.of(100))} is told as soon as the hundredth record is in,
 * {@code window(Count.of(100)).every(Count.of(10))} keeps the last hundred and is told with every tenth.
 *
 * @param records how many; at least 1
 * @param counted how many are taken to have come before the first; negative delays the first firing. Only triggers count.
 */
public record Count(long records, long counted) implements TriggerPolicy<Object>, EvictionPolicy<Object> {
    public Count {
        if (records < 1) {
            throw new IllegalArgumentException(
                    "count: records=" + records + " < 1: a window ends with a record of its own");
        }
        if (counted >= records) {
            throw new IllegalArgumentException("count: startingAt=" + counted + " >= records=" + records
                    + ": begin below the count, so that a first record is there when it fires");
        }
    }

    /** So many records. */
    public static Count of(final long records) {
        return new Count(records, 0);
    }

    /**
     * Begins as if {@code newCounted} records had come already. A negative number delays the first firing: with
     * {@code window(Count.of(10)).every(Count.of(2).startingAt(-8))} the first window is full when it is told.
     */
    public Count startingAt(final long newCounted) {
        return new Count(records, newCounted);
    }

    @Override
    public <R> Trigger<R> trigger(final Supplier<? extends AddressCodec<R>> codec) {
        return new Counting<>(records, counted);
    }

    @Override
    public <R> Eviction<R> eviction(final Supplier<? extends AddressCodec<R>> codec) {
        return new Newest<>(records);
    }

    /** State: records since the last firing, less {@code counted} before the first one. */
    private record Counting<T>(long records, long counted) implements Trigger<T> {
        private static final int FIRED_OFFSET = Long.BYTES;

        @Override
        public int stateBytes() {
            return counted == 0 ? Long.BYTES : FIRED_OFFSET + Long.BYTES;
        }

        @Override
        public boolean includesRecord() {
            return true;
        }

        @Override
        public boolean fires(final T record, final long timestampNs, final long state) {
            final long seen = Memory.getLong(state) + 1;
            final boolean fired = seen >= (isFirst(state) ? records - counted : records);
            Memory.putLong(state, fired ? 0 : seen);
            if (fired && counted != 0) {
                Memory.putLong(state + FIRED_OFFSET, 1);
            }
            return fired;
        }

        private boolean isFirst(final long state) {
            return counted != 0 && Memory.getLong(state + FIRED_OFFSET) == 0;
        }
    }

    private record Newest<T>(long records) implements Eviction<T> {
        @Override
        public long evicts(final Kept<T> kept, final T record, final long timestampNs, final long state) {
            return Math.max(0, kept.size() + 1 - records);
        }
    }
}
