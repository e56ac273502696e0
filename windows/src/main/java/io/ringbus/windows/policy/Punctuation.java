// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A record that says itself that something ends: {@code window(Punctuation.of(Trade::isOpening))}. The record that matches
 * fires and is the first of the next window; as an eviction, everything before it leaves.
 *
 * @param ends           tells such a record
 * @param includesRecord whether the record that matches is the last of its window instead
 */
public record Punctuation<T>(Predicate<? super T> ends, boolean includesRecord)
        implements TriggerPolicy<T>, EvictionPolicy<T> {
    /** Ends at each record that satisfies {@code ends}. */
    public static <T> Punctuation<T> of(final Predicate<? super T> ends) {
        return new Punctuation<>(ends, false);
    }

    /** The record that matches belongs to the window that it ends. */
    public Punctuation<T> includeTrigger() {
        return new Punctuation<>(ends, true);
    }

    @Override
    public <R extends T> Trigger<R> trigger(final Supplier<? extends AddressCodec<R>> codec) {
        return new AtEnd<>(ends, includesRecord);
    }

    @Override
    public <R extends T> Eviction<R> eviction(final Supplier<? extends AddressCodec<R>> codec) {
        return includesRecord ? new SinceAfterEnd<>(ends) : new SinceEnd<>(ends);
    }

    private record AtEnd<R>(Predicate<? super R> ends, boolean includesRecord) implements Trigger<R> {
        @Override
        public boolean fires(final R record, final long timestampNs, final long state) {
            return ends.test(record);
        }
    }

    private record SinceEnd<R>(Predicate<? super R> ends) implements Eviction<R> {
        @Override
        public long evicts(final Kept<R> kept, final R record, final long timestampNs, final long state) {
            return ends.test(record) ? kept.size() : 0;
        }
    }

    /** State: 1 when the record before matched. */
    private record SinceAfterEnd<R>(Predicate<? super R> ends) implements Eviction<R> {
        @Override
        public int stateBytes() {
            return Long.BYTES;
        }

        @Override
        public long evicts(final Kept<R> kept, final R record, final long timestampNs, final long state) {
            final boolean ended = Memory.getLong(state) != 0;
            Memory.putLong(state, ends.test(record) ? 1 : 0);
            return ended ? kept.size() : 0;
        }
    }
}
