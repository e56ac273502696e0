// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/**
 * How many threads run the stages of a pipeline.
 *
 * @param count {@link #ONE_PER_STAGE}, 0 for the caller's own thread, or the number of threads that the stages share
 */
public record Threads(int count) {
    /** Marks one thread per stage. */
    public static final int ONE_PER_STAGE = -1;

    /** Most threads that stages can share. */
    public static final int COUNT_MAX = 1_024;

    public Threads {
        if (count < ONE_PER_STAGE || count > COUNT_MAX) {
            throw new IllegalArgumentException("threads: count=" + count + " is outside [0, " + COUNT_MAX
                    + "]: or write Threads.perStage() for one thread per stage");
        }
    }

    /** One thread for each stage. */
    public static Threads perStage() {
        return new Threads(ONE_PER_STAGE);
    }

    /** No thread: the stages run inside the embedder's calls. */
    public static Threads inline() {
        return new Threads(0);
    }

    /** {@code count} threads, each of which runs several stages in turn. */
    public static Threads shared(final int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: shared=" + count + " < 1");
        }
        return new Threads(count);
    }

    public boolean isPerStage() {
        return count == ONE_PER_STAGE;
    }

    public boolean isInline() {
        return count == 0;
    }
}
