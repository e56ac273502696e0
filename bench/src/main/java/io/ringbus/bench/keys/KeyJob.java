// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.keys;

/**
 * The job: events of any number of keys, in an order without order, and the sum of each key's amounts per window of event
 * time. A round is a window: at least a million events, and four for each key. Keys are long numbers without order, so that
 * nobody can use them as indices: multiples of one number would be, for a hash table that multiplies has no collisions then.
 */
final class KeyJob {
    /** System property: how many keys there are. */
    static final String KEYS = "ringbus.bench.keys";

    static final long NS_PER_EVENT = 1_000;

    private static final int EVENTS_MIN = 1_000_000;
    private static final int EVENTS_PER_KEY = 4;
    private static final int HALF = 32;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long AMOUNTS = 0xFFFF;
    private static final long FACTOR = 31;

    /** An event. */
    record Event(long timeNs, long key, long amount) {}

    private KeyJob() {}

    static int keys() {
        return Integer.getInteger(KEYS, 1_000);
    }

    static int events(final int keys) {
        return Math.max(EVENTS_MIN, EVENTS_PER_KEY * keys);
    }

    static long roundNs(final int keys) {
        return events(keys) * NS_PER_EVENT;
    }

    /** What event {@code number} of a round is made of: the finaliser of SplittableRandom, Steele et al., OOPSLA 2014. */
    static long hash(final long number) {
        final long once = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        final long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    /** Each step is one to one: different indices are different keys. */
    static long key(final long hash, final int keys) {
        final long spread = (((hash >>> HALF) * keys) >>> HALF) * SPREAD;
        return (spread ^ (spread >>> HALF)) * SPREAD;
    }

    static long amount(final long hash) {
        return 1 + (hash & AMOUNTS);
    }

    /** One key's share in the checksum of a round, whatever the order of the keys. */
    static long share(final long key, final long sum) {
        return (key * FACTOR + sum) * FACTOR;
    }
}
