// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.chain.Sink;
import io.ringbus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * When windows of event time are told but at their ends, and what becomes of the records that come too late for that.
 *
 * @param latenessNs how long after its end a window still takes records, each of which tells it again
 * @param late       where later ones go, or null
 */
public record Telling<T>(long latenessNs, @Nullable Sink<? super T> late) {
    /** At their ends alone. */
    public static <T> Telling<T> once() {
        return new Telling<>(0, null);
    }

    /** The same, with another lateness. */
    public Telling<T> lateness(final long newLatenessNs) {
        return new Telling<>(newLatenessNs, late);
    }

    /** The same, with late records going to {@code sink}. */
    public Telling<T> late(final Sink<? super T> sink) {
        return new Telling<>(latenessNs, sink);
    }

    /** The words that say it. */
    String text() {
        return latenessNs == 0 ? "" : " lateness(" + Settings.FLUSH_INTERVAL.text(latenessNs) + ")";
    }
}
