// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records that entered no window, and sends the late ones on where there is an output for them.
 *
 * <p><b>Threading.</b> Records: stage thread. Counts: any thread.
 */
public final class CountedUnplaced<T> implements Unplaced<T> {
    private final @Nullable Output<T> late;
    private final AtomicLong lateCount = new AtomicLong();
    private final AtomicLong gapCount = new AtomicLong();

    /** Counts only. */
    public CountedUnplaced() {
        this.late = null;
    }

    /** Counts, and sends late records to {@code late} with their own timestamps. */
    public CountedUnplaced(final Output<T> late) {
        this.late = late;
    }

    @Override
    public void late(final @Nullable T record, final long timestampNs) {
        lateCount.setRelease(lateCount.getPlain() + 1); // ORDER: single writer; pairs with lateCount()
        if (late != null && record != null) {
            late.emit(record, timestampNs);
        }
    }

    @Override
    public void inGap(final @Nullable T record, final long timestampNs) {
        gapCount.setRelease(gapCount.getPlain() + 1); // ORDER: single writer; pairs with gapCount()
    }

    /** Records that came after all their windows had closed. */
    public long lateCount() {
        return lateCount.getAcquire(); // ORDER: pairs with late()
    }

    /** Records that lie between two windows. */
    public long gapCount() {
        return gapCount.getAcquire(); // ORDER: pairs with inGap()
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(lateCount.getPlain());
        out.putLong(gapCount.getPlain());
    }

    @Override
    public void restore(final StateReader in) {
        final long lateSaved = in.getLong();
        final long inGapSaved = in.getLong();
        if (!in.isShare()) { // several would count them
            lateCount.setRelease(lateSaved); // ORDER: pairs with lateCount()
            gapCount.setRelease(inGapSaved); // ORDER: pairs with gapCount()
        }
    }

    @Override
    public boolean wantsRecords() {
        return late != null;
    }
}
