// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.chain.Sink;
import io.ringbus.config.Settings;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.ProcessingTime;
import org.jspecify.annotations.Nullable;

/**
 * When windows of event time are told but at their ends, and what becomes of the records that come too late for that.
 *
 * @param latenessNs how long after its end a window still takes records, each of which tells it again
 * @param late       where later ones go, or null
 * @param earlyRecords with every so manieth record they tell what they hold before their end; 0 for never
 * @param earlyNs      processing time after which they do; 0 for never
 */
public record Telling<T>(long latenessNs, @Nullable Sink<? super T> late, long earlyRecords, long earlyNs) {
    /** At their ends alone. */
    public static <T> Telling<T> once() {
        return new Telling<>(0, null, 0, 0);
    }

    /** The same, with another lateness. */
    public Telling<T> lateness(final long newLatenessNs) {
        return new Telling<>(newLatenessNs, late, earlyRecords, earlyNs);
    }

    /** The same, with late records going to {@code sink}. */
    public Telling<T> late(final Sink<? super T> sink) {
        return new Telling<>(latenessNs, sink, earlyRecords, earlyNs);
    }

    /** The same, with what they hold told with every so manieth record. */
    public Telling<T> early(final Count every) {
        if (every.counted() != 0) {
            throw new IllegalArgumentException("early results: startingAt=" + every.counted()
                    + " != 0: they count the records of each window from its first; leave it out");
        }
        return new Telling<>(latenessNs, late, every.records(), earlyNs);
    }

    /** The same, with what they hold told by the clock. */
    public Telling<T> early(final ProcessingTime every) {
        return new Telling<>(latenessNs, late, earlyRecords, every.spanNs());
    }

    /** Whether they tell anything before their end. */
    public boolean isEarly() {
        return earlyRecords > 0 || earlyNs > 0;
    }

    /** The words that say it. */
    String text() {
        final String lateness = latenessNs == 0 ? "" : " lateness(" + Settings.FLUSH_INTERVAL.text(latenessNs) + ")";
        final String records = earlyRecords == 0 ? "" : " early(" + earlyRecords + " records)";
        return lateness + records + (earlyNs == 0 ? "" : " early(" + Settings.FLUSH_INTERVAL.text(earlyNs) + ")");
    }
}
