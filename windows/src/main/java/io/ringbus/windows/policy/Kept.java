// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

/**
 * The records that a window holds, oldest first, in the order in which they came.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None but the records asked for; {@link #timestampNs} decodes nothing.
 * <p><b>Lifetime.</b> Valid during the call that it was passed to.
 */
public interface Kept<T> {
    /** How many there are. */
    long size();

    /** The record at {@code index}, counted from 0; reads it anew at each call. */
    T record(long index);

    /** Event time of the record at {@code index}, or NO_TIME. */
    long timestampNs(long index);

    /**
     * Processing time since the epoch at which the record at {@code index} came; {@code Long.MIN_VALUE} where no eviction goes
     * by it.
     */
    default long arrivalNs(final long index) {
        return Long.MIN_VALUE;
    }
}
