// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.util.concurrent.ThreadFactory;

/**
 * What a running pipeline takes from the outside world, so that a simulation can put its own in place of it.
 *
 * @param clock   tells the time
 * @param faults  places where a test makes things go wrong
 * @param threads makes the threads that run stages
 * @param storage holds the files of checkpoints and journals
 */
public record Environment(Clock clock, FaultPoint faults, ThreadFactory threads, Storage storage) {
    /** The same with the machine's files. */
    public Environment(final Clock clock, final FaultPoint faults, final ThreadFactory threads) {
        this(clock, faults, threads, Storage.FILES);
    }

    /** The machine's clock, no faults, daemon threads named by the engine. */
    public static Environment system() {
        return new Environment(Clock.SYSTEM, FaultPoint.NONE, work -> {
            final Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
    }
}
