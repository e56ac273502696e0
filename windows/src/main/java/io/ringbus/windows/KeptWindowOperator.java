// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.function.KeySelector;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.KeyedState;
import java.util.List;

/**
 * Windows of event time whose records are all handed to a {@link WindowBody}. Another operator, which only counts, says which
 * windows there are, when they are told, and which records are late; this one keeps the records and looks up those that lie
 * in a window when it is told. A template.
 *
 * <p>A record is kept until the last of its windows is closed and its key is told; with an allowed lateness that is when a
 * later window of the key is told. Telling a window looks at all records that are kept of its key, so its time is in
 * proportion to them.
 *
 * <p><b>Layout.</b> A cell holds a {@link RecordBuffer}.
 * <p><b>Ordering.</b> The records of a window are in the order in which they came. Results come in the order of the counting
 * operator's, with its timestamps.
 * <p><b>Allocation.</b> None per record of a known key once its buffer has grown.
 * <p><b>Failure.</b> A record beyond {@code ringbus.window.records.max} is refused and changes nothing.
 *
 * @param <K> key
 * @param <T> record read
 * @param <O> record emitted
 */
public final class KeptWindowOperator<K, T, O> implements Operator<T, O>, Queryable {
    private final KeySelector<T, K> keySelector;
    private final Operator<T, WindowResult<K, Long>> counting;
    private final CountedUnplaced<T> unplaced;
    private final RecordBuffer<T> buffer;
    private final KeyedState<K> state;
    private final WindowRecords<K, T, O> records;

    /** {@code counting} tells {@code unplaced} of the records that enter no window; both belong to this operator alone. */
    public KeptWindowOperator(
            final KeptWindow<K, T, O> window,
            final Operator<T, WindowResult<K, Long>> counting,
            final CountedUnplaced<T> unplaced,
            final StateOpener<K> opener) {
        this.keySelector = window.key();
        this.counting = counting;
        this.unplaced = unplaced;
        this.buffer = RecordBuffer.of(window.name(), window.codec(), false, 0, window.recordsMax());
        this.state = opener.open(RecordBuffer.BYTES);
        this.records = new WindowRecords<>(window, buffer, state);
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<O> output) throws Exception {
        final long at = state.cell(keySelector.keyOf(record));
        final long unplacedBefore = unplaced.lateCount() + unplaced.gapCount();
        buffer.append(record, timestampNs, 0, at, 0);
        boolean placed = false;
        try {
            counting.process(record, timestampNs, records.to(output));
            placed = unplaced.lateCount() + unplaced.gapCount() == unplacedBefore;
        } finally {
            if (!placed) {
                buffer.undoAppend(at, 0);
            }
        }
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<O> output) throws Exception {
        records.advanceTo(watermarkNs);
        return counting.onWatermark(watermarkNs, records.to(output));
    }

    @Override
    public long watermarkBehindNs(final long watermarkNs) {
        return counting.watermarkBehindNs(watermarkNs);
    }

    @Override
    public long watermarkDueNs() {
        return counting.watermarkDueNs();
    }

    @Override
    public boolean takesWhileBusy(final long timestampNs) {
        return counting.takesWhileBusy(timestampNs);
    }

    @Override
    public long timerNs() {
        return counting.timerNs();
    }

    @Override
    public void onTimer(final long nowNs, final Output<O> output) throws Exception {
        counting.onTimer(nowNs, records.to(output));
    }

    /** What the body makes of the windows of the key that are still open, oldest first. */
    @Override
    @SuppressWarnings("unchecked") // the counting operator emits these, and answers with what it would emit
    public List<?> query(final Object key) throws Exception {
        return records.answer((List<WindowResult<K, Long>>) ((Queryable) counting).query(key));
    }

    /** What the counting operator saves, then the records. */
    @Override
    public void save(final StateWriter out) throws Exception {
        counting.save(out);
        records.save(out);
        state.save(out, buffer);
    }

    @Override
    public void restore(final StateReader in) throws Exception {
        counting.restore(in);
        records.restore(in);
        state.restore(in, buffer);
    }

    @Override
    public boolean takesShares() {
        return true;
    }

    @Override
    public void close() {
        counting.close();
        state.close();
        records.close();
        buffer.close();
    }
}
