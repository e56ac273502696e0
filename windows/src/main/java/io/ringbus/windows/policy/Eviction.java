// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import java.util.function.Supplier;

/**
 * Decides at each record how many of the oldest records leave the window before it enters. Write one of your own by
 * implementing this: a lambda where it needs no state, a Java record where it does.
 *
 * <p>It is asked once for each record, in the order of the records of a key. It does not see whether the window was told.
 *
 * <p><b>Layout.</b> {@link #stateBytes()} bytes per key at a native address aligned to 8; all zero means "no record yet". They
 * are copied into snapshots as they are, so they hold no addresses.
 * <p><b>Threading.</b> Stage thread. An eviction keeps no state of its own.
 * <p><b>Failure.</b> When it throws, or what was told cannot be told, its state is put back to what it was before the record.
 *
 * @param <T> record judged
 */
@FunctionalInterface
public interface Eviction<T> extends EvictionPolicy<T> {
    /**
     * How many of the oldest records of {@code kept} leave before {@code record} enters, at most all; changes the state at
     * {@code state} so that it holds for the next record.
     */
    long evicts(Kept<T> kept, T record, long timestampNs, long state);

    /** Bytes of state per key: constant, a multiple of 8. */
    default int stateBytes() {
        return 0;
    }

    /** Whether it goes by {@link Kept#arrivalNs}, and so wants {@link #evictsAt} to be asked. Constant. */
    default boolean byArrival() {
        return false;
    }

    /**
     * How many of the oldest records leave at processing time {@code nowNs}, in nanoseconds since the epoch: before a record
     * enters, where the larger of both answers counts, and before a period tells the window.
     */
    default long evictsAt(final Kept<T> kept, final long nowNs, final long state) {
        return 0;
    }

    @Override
    @SuppressWarnings("unchecked") // it only takes records of T, and every R is one
    default <R extends T> Eviction<R> eviction(final Supplier<? extends AddressCodec<R>> codec) {
        return (Eviction<R>) this;
    }
}
