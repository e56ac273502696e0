// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stage's thread sleep until a writer has published something for it.
 *
 * <p><b>Threading.</b> One sleeper, any number of ringers.
 * <p><b>Ordering.</b> The sleeper says that it sleeps, then looks once more for work; a ringer publishes, then looks whether
 * somebody sleeps. With a full fence between the two steps on both sides, at least one of them sees the other.
 */
final class Doorbell implements Runnable {
    private volatile boolean sleeping;
    private volatile @Nullable Thread sleeper;

    /** Announces that the calling thread is about to sleep; it must look for work again before {@link #sleep}. */
    void lieDown() {
        sleeper = Thread.currentThread();
        // ORDER: volatile store, before the last look for work. Pairs with the volatile load in run.
        sleeping = true;
    }

    /** Takes the announcement back. */
    void getUp() {
        sleeping = false;
    }

    /** Sleeps until rung, at most {@code longestNs}. */
    void sleep(final long longestNs) {
        if (sleeping) {
            LockSupport.parkNanos(this, longestNs);
        }
        sleeping = false;
    }

    /** Rings: called by a writer after it has published. */
    @Override
    public void run() {
        VarHandle.fullFence();
        // ORDER: volatile load behind the publication. Pairs with the volatile store in lieDown.
        if (sleeping) {
            sleeping = false;
            LockSupport.unpark(sleeper);
        }
    }
}
