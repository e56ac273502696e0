// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

/**
 * State that stands still for a snapshot while its owner goes on changing it: what is about to change is copied aside first,
 * the rest is written in portions.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public interface Frozen {
    /** Writes on, until at least {@code bytes} more were written or looked at; answers whether all is written. */
    boolean write(long bytes);

    /** Whether there is nothing to write until something else has happened. */
    default boolean isWaiting() {
        return false;
    }

    /** Nobody wants the rest any more. */
    void abandon();
}
