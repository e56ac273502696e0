// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import java.util.function.Supplier;

/**
 * Decides at each record whether the window is told. Write one of your own by implementing this: a lambda where it needs no
 * state, a Java record where it does.
 *
 * <p>It is asked once for each record, in the order of the records of a key, whatever became of the earlier answers. It does
 * not see what the window holds, and nothing of what its eviction does.
 *
 * <p><b>Layout.</b> {@link #stateBytes()} bytes per key at a native address aligned to 8; all zero means "no record yet". They
 * are copied into snapshots as they are, so they hold no addresses.
 * <p><b>Threading.</b> Stage thread. A trigger keeps no state of its own.
 * <p><b>Failure.</b> When it throws, or what it told cannot be told, its state is put back to what it was before the record.
 *
 * @param <T> record judged
 */
@FunctionalInterface
public interface Trigger<T> extends TriggerPolicy<T> {
    /** Whether {@code record} fires; changes the state at {@code state} so that it holds for the next record. */
    boolean fires(T record, long timestampNs, long state);

    /** Bytes of state per key: constant, a multiple of 8. */
    default int stateBytes() {
        return 0;
    }

    /**
     * Whether a record that fires belongs to the window that it fires. If not, the window is told without it, and it is the
     * first of what comes next. Constant.
     */
    default boolean includesRecord() {
        return false;
    }

    /** Processing time after which the window is told without being asked, again and again; 0 for never. Constant. */
    default long periodNs() {
        return 0;
    }

    @Override
    @SuppressWarnings("unchecked") // it only takes records of T, and every R is one
    default <R extends T> Trigger<R> trigger(final Supplier<? extends AddressCodec<R>> codec) {
        return (Trigger<R>) this;
    }
}
