// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.function.KeySelector;
import io.ringbus.windows.aggregate.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SlicedWindowOperator} is to do.
 *
 * @param name      of the stage or stream, for error messages
 * @param key       takes the key out of a record
 * @param slices    the windows
 * @param aggregate what is kept of the records of a window
 * @param shape     what is emitted of it
 * @param latenessNs how long after its end a window still takes records; each of them fires it again
 * @param slicesMax bound on the slices of a key that are open at a time: {@code ringbus.window.slices.max}
 * @param portion   keys visited per turn while windows fire: {@code ringbus.window.portion}
 * @param early     when it tells windows before their end, or null for never
 */
public record SlicedWindow<K, T, R, O>(
        String name,
        KeySelector<T, K> key,
        Slices slices,
        Aggregate<T, R> aggregate,
        WindowShape<K, R, O> shape,
        long latenessNs,
        int slicesMax,
        int portion,
        @Nullable Early early) {
    public SlicedWindow {
        if (latenessNs < 0) {
            throw new IllegalArgumentException("window '" + name + "': latenessNs=" + latenessNs + " < 0");
        }
        if (slicesOpen(slices, latenessNs) > slicesMax) {
            throw new IllegalArgumentException("window '" + name + "': open slices = size + lateness = "
                    + slices.windowSlices() + " + " + (slicesOpen(slices, latenessNs) - slices.windowSlices())
                    + " > ringbus.window.slices.max=" + slicesMax
                    + ": choose a slide that shares a larger divisor with the size, or raise the setting");
        }
        if (portion < 1) {
            throw new IllegalArgumentException("window '" + name + "': ringbus.window.portion=" + portion + " < 1");
        }
    }

    /** Windows that are told at their end. */
    public SlicedWindow(
            final String name,
            final KeySelector<T, K> key,
            final Slices slices,
            final Aggregate<T, R> aggregate,
            final WindowShape<K, R, O> shape,
            final long latenessNs,
            final int slicesMax,
            final int portion) {
        this(name, key, slices, aggregate, shape, latenessNs, slicesMax, portion, null);
    }

    /** The same, told before their end as well. */
    public SlicedWindow<K, T, R, O> early(final Early newEarly) {
        final Aggregate<T, R> counted = newEarly.everyRecords() > 0 ? new CountedAggregate<>(aggregate) : aggregate;
        return new SlicedWindow<>(name, key, slices, counted, shape, latenessNs, slicesMax, portion, newEarly);
    }

    /** Slices of a key that are open at a time when records come in order. */
    long slicesOpen() {
        return slicesOpen(slices, latenessNs);
    }

    private static long slicesOpen(final Slices slices, final long latenessNs) {
        return slices.windowSlices() + (latenessNs == 0 ? 0 : latenessNs / slices.widthNs() + 1);
    }
}
