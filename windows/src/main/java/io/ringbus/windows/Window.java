// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.windows.policy.Kept;

/**
 * The records of one window of one key, for a {@link WindowFunction}: in the order in which they came, read as often as
 * wanted.
 *
 * <p><b>Units.</b> Nanoseconds since the epoch.
 * <p><b>Lifetime.</b> Valid during the call that it was passed to; so are the records where a codec hands out a flyweight.
 */
public interface Window<T> extends Kept<T>, Iterable<T> {
    /** First time of a time window or session; in a window over policies, the time of the record that came first. */
    long startNs();

    /** First time behind the window; in a window over policies, one behind the time of the record that came last. */
    long endNs();

    /** Whether the window's end has not come yet, so that it is told again: early, or because somebody asks what it holds. */
    default boolean isEarly() {
        return false;
    }
}
