// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far a record has moved from an earlier one: {@code window(Delta.of(0.05, StockPrice::relativeChange))} is told when a
 * price differs by more than 5 % from the one that fired last.
 *
 * <p>As a trigger it fires when the distance from its trigger point to the record is <i>above</i> the threshold; the record
 * that fires is the next trigger point and the first of the next window. The first trigger point is {@code initial}, or the
 * first record of the key. As an eviction the oldest records leave whose distance to the record is <i>at or above</i> the
 * threshold. A distance that is NaN neither fires nor evicts.
 *
 * <p><b>Layout.</b> State of the trigger: the length of the encoded trigger point plus 1 (a long, 0 before there is one), then
 * its bytes.
 *
 * @param threshold      distance that is still inside, in the unit of {@code distance}; not NaN
 * @param distance       distance from an earlier record to a later one; may be negative
 * @param initial        trigger point before the first record, or null
 * @param includesRecord whether the record that fires belongs to the window that it fires
 */
public record Delta<T>(
        double threshold,
        ToDoubleBiFunction<? super T, ? super T> distance,
        @Nullable T initial,
        boolean includesRecord)
        implements TriggerPolicy<T>, EvictionPolicy<T> {
    public Delta {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("delta: threshold=NaN is not a distance: give a number");
        }
    }

    /** Moves of more than {@code threshold}; the first record of a key is its own first trigger point. */
    public static <T> Delta<T> of(final double threshold, final ToDoubleBiFunction<? super T, ? super T> distance) {
        return new Delta<>(threshold, distance, null, false);
    }

    /** Moves of more than {@code threshold}, the first of them from {@code initial}. */
    public static <T> Delta<T> of(
            final double threshold, final ToDoubleBiFunction<? super T, ? super T> distance, final T initial) {
        return new Delta<>(threshold, distance, initial, false);
    }

    /** The record that fires belongs to the window that it fires; the first record is the first trigger point, {@code initial} none. */
    public Delta<T> includeTrigger() {
        return new Delta<>(threshold, distance, null, true);
    }

    @Override
    public <R extends T> Trigger<R> trigger(final Supplier<? extends AddressCodec<R>> codec) {
        return new Moved<>(threshold, distance, initial, includesRecord, codec.get());
    }

    @Override
    public <R extends T> Eviction<R> eviction(final Supplier<? extends AddressCodec<R>> codec) {
        return new Near<>(threshold, distance);
    }

    private record Moved<T, R extends T>(
            double threshold,
            ToDoubleBiFunction<? super T, ? super T> distance,
            @Nullable T initial,
            boolean includesRecord,
            AddressCodec<R> codec)
            implements Trigger<R> {
        private static final int POINT_OFFSET = Long.BYTES;

        @Override
        public int stateBytes() {
            return (POINT_OFFSET + codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
        }

        @Override
        public boolean fires(final R record, final long timestampNs, final long state) {
            final int length = (int) Memory.getLong(state) - 1;
            if (length >= 0) {
                if (distance.applyAsDouble(codec.decodeAt(state + POINT_OFFSET, length), record) > threshold) {
                    remember(record, state);
                    return true;
                }
                return false;
            }
            if (initial == null) {
                remember(record, state);
                return false;
            }
            if (distance.applyAsDouble(initial, record) > threshold) {
                remember(record, state);
                return true;
            }
            return false;
        }

        private void remember(final R record, final long state) {
            final long length = codec.encodeAt(record, state + POINT_OFFSET);
            Memory.putLong(state, length + 1);
        }
    }

    private record Near<T, R extends T>(double threshold, ToDoubleBiFunction<? super T, ? super T> distance)
            implements Eviction<R> {
        @Override
        public long evicts(final Kept<R> kept, final R record, final long timestampNs, final long state) {
            final long size = kept.size();
            long far = 0;
            while (far < size && distance.applyAsDouble(kept.record(far), record) >= threshold) {
                far++;
            }
            return far;
        }
    }
}
