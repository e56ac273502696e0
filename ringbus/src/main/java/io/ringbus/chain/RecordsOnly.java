// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** An output behind which nothing is made of time: it takes records, passes over everything else, and has room. */
@FunctionalInterface
public interface RecordsOnly<T> extends Output<T> {
    @Override
    default void emitWatermark(final long watermarkNs) {}

    @Override
    default long watermarkDueNs() {
        return Long.MAX_VALUE;
    }

    @Override
    default void emitIdle() {}

    @Override
    default void emitActive() {}

    @Override
    default void emitEnd() {}

    @Override
    default boolean isFull() {
        return false;
    }
}
