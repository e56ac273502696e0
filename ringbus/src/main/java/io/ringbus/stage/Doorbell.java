// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread sleep until a writer has published something for it.
 *
 * <p><b>Threading.</b> One sleeper, any number of ringers.
 * <p><b>Ordering.</b> The sleeper says that it sleeps, then looks once more for work; a ringer publishes, then looks whether
 * somebody sleeps. With a full fence between the two steps on both sides, at least one of them sees the other.
 */
public final class Doorbell implements Runnable {
    private volatile boolean sleeping;
    private volatile @Nullable Thread sleeper;

    /** Announces that the calling thread is about to sleep; it must look for work again before {@link #sleep}. */
    public void lieDown() {
        sleeper = Thread.currentThread();
        sleeping = true;
        // ORDER: full fence between the store and the last look for work, whose loads are only acquires. Pairs with the
        // fence in run.
        VarHandle.fullFence();
    }

    /** Takes the announcement back. */
    public void getUp() {
        sleeping = false;
    }

    /** Sleeps until rung, at most {@code longestNs}. */
    public void sleep(final long longestNs) {
        if (sleeping) {
            LockSupport.parkNanos(this, longestNs);
        }
        sleeping = false;
    }

    /** Rings: called by a writer after it has published. */
    @Override
    public void run() {
        // ORDER: full fence between the publication, which is only a release, and the look whether somebody sleeps.
        // Pairs
        // with the fence in lieDown.
        VarHandle.fullFence();
        if (sleeping) {
            sleeping = false;
            LockSupport.unpark(sleeper);
        }
    }
}
