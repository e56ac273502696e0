// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

/**
 * The only way in which the engine learns what time it is; a simulation passes its own.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threading.</b> Any thread. <b>Allocation.</b> None.
 */
public interface Clock {
    /** The machine's clock. */
    Clock SYSTEM = new SystemClock();

    /** Time that only goes forward, from an arbitrary origin: for intervals. */
    long nanoTime();

    /** Time since the epoch: for stamps. */
    long epochNs();
}
