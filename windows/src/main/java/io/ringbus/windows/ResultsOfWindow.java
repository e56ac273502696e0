// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.RecordsOnly;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What was emitted for one window, as a window itself: same start and end, all records with the time of the results. */
final class ResultsOfWindow<R> implements Window<R>, RecordsOnly<R> {
    private final List<R> records = new ArrayList<>();
    private long startNs;
    private long endNs;
    private long timestampNs;
    private boolean early;

    /** Forgets what there was and gathers for another window. */
    void begin(final long newStartNs, final long newEndNs, final long newTimestampNs, final boolean newEarly) {
        early = newEarly;
        records.clear();
        startNs = newStartNs;
        endNs = newEndNs;
        timestampNs = newTimestampNs;
    }

    @Override
    public void emit(final R record, final long anyNs) {
        records.add(record);
    }

    /** What was emitted. */
    List<R> records() {
        return records;
    }

    @Override
    public long size() {
        return records.size();
    }

    @Override
    public R record(final long index) {
        return records.get((int) index);
    }

    @Override
    public long timestampNs(final long index) {
        return timestampNs;
    }

    @Override
    public long startNs() {
        return startNs;
    }

    @Override
    public long endNs() {
        return endNs;
    }

    @Override
    public boolean isEarly() {
        return early;
    }

    @Override
    public Iterator<R> iterator() {
        return records.iterator();
    }
}
