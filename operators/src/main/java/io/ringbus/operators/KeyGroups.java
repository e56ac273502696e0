// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

/**
 * Assigns keys to parallel instances: a key belongs to one of {@link #COUNT} groups for good, and an instance owns a range of
 * groups, so that another parallelism moves whole groups.
 *
 * <p><b>Source.</b> Key groups as in Carbone et al., <i>State Management in Apache Flink</i>, VLDB 2017.
 */
public final class KeyGroups {
    /** Groups that keys are assigned to; also the most instances that an operator may have. */
    public static final int COUNT = 128;

    private static final int GOLDEN = 0x9E3779B9;
    private static final int GROUP_SHIFT = Integer.SIZE - 7;

    private KeyGroups() {}

    /** The group of a key with this {@link KeyHash}, which is spread first, since those of small numbers are small. */
    public static int groupOf(final int hash) {
        return (hash * GOLDEN) >>> GROUP_SHIFT;
    }

    /** Which of {@code parallelism} instances owns the key with this {@link KeyHash}. */
    public static int instanceOf(final int hash, final int parallelism) {
        return groupOf(hash) * parallelism / COUNT;
    }
}
