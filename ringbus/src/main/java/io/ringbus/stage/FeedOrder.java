// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.slot.SlotLayout;

/**
 * Which of several feeds goes first: the one whose event time lags, so that windows need not stay open for the distance between
 * them. A feed without event time is never waited for.
 */
final class FeedOrder {
    private FeedOrder() {}

    /** Sorts by event time, the earliest first; feeds that are equally far keep their order. */
    static void byTime(final Feed[] feeds) {
        for (int i = 1; i < feeds.length; i++) {
            final Feed feed = feeds[i];
            int at = i;
            while (at > 0 && feed.watermarkNs() < feeds[at - 1].watermarkNs()) {
                feeds[at] = feeds[at - 1];
                at--;
            }
            feeds[at] = feed;
        }
    }

    /** Whether {@code feed} has event time and {@code other} is further. */
    static boolean isBehind(final Feed feed, final Feed other) {
        final long watermarkNs = feed.watermarkNs();
        return watermarkNs != SlotLayout.NO_TIME && watermarkNs < other.watermarkNs();
    }
}
