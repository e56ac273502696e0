// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Discard;
import io.ringbus.chain.Output;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import io.ringbus.state.KeyedState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands the kept records of each window that is told to a body, and forgets those that no later window holds.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class WindowRecords<K, T, O>
        implements Output<WindowResult<K, Long>>, ForgottenSessions.Reader<K>, Stateful, AutoCloseable {
    private final RecordBuffer<T> buffer;
    private final KeyedState<K> state;
    private final WindowBody<K, T, O> body;
    private final @Nullable Slices slices;
    private final long latenessNs;
    private final PartOfWindow<T> part;
    private long watermarkNs = SlotLayout.NO_TIME;
    private Output<O> output = new Discard<>();

    WindowRecords(final KeptWindow<K, T, O> window, final RecordBuffer<T> buffer, final KeyedState<K> state) {
        this.buffer = buffer;
        this.state = state;
        this.body = window.step().open();
        this.slices = window.slices();
        this.latenessNs = window.latenessNs();
        this.part = new PartOfWindow<>(buffer);
        window.forgotten().passTo(this);
    }

    /** The same, emitting to {@code newOutput}. */
    Output<WindowResult<K, Long>> to(final Output<O> newOutput) {
        output = newOutput;
        return this;
    }

    void advanceTo(final long newWatermarkNs) {
        watermarkNs = newWatermarkNs;
    }

    @Override
    public void emit(final WindowResult<K, Long> told, final long timestampNs) {
        final long at = state.find(told.key());
        try {
            tell(told, at, timestampNs, output);
        } catch (final Exception thrown) {
            throw WindowRecords.<RuntimeException>asItIs(thrown);
        } finally {
            if (told.early()) {
                part.begin(0, 0, false); // all of them stay
            } else if (slices != null) {
                forget(slices, at, timestampNs);
            } else if (latenessNs == 0) {
                buffer.dropBetween(at, told.startNs(), timestampNs, buffer.size(at));
            }
        }
    }

    private void tell(final WindowResult<K, Long> told, final long at, final long timestampNs, final Output<O> to)
            throws Exception {
        part.begin(told.startNs(), told.endNs(), told.early());
        for (long index = 0; index < buffer.size(at); index++) {
            final long recordNs = buffer.timestampNs(at, index);
            if (recordNs >= told.startNs() && (recordNs < told.endNs() || told.endNs() == Long.MAX_VALUE)) {
                part.add(index);
            }
        }
        buffer.of(at);
        if (part.size() > 0) {
            body.tell(told.key(), part, timestampNs, to);
        }
    }

    /** What the body makes of windows that are open; all records stay. */
    List<O> answer(final List<WindowResult<K, Long>> open) throws Exception {
        final ResultsOfWindow<O> answer = new ResultsOfWindow<>();
        for (final WindowResult<K, Long> window : open) {
            final long lastNs = window.endNs() == Long.MAX_VALUE ? Long.MAX_VALUE : window.endNs() - 1;
            tell(window, state.peek(window.key()), lastNs, answer);
        }
        return answer.records();
    }

    /** Lets the records of a session go, but not the newest: that one has just come, and is why it is forgotten. */
    @Override
    public void forgotten(final K key, final long startNs, final long lastNs) {
        final long at = state.find(key);
        buffer.dropBetween(at, startNs, lastNs, buffer.size(at) - 1);
    }

    /** Lets the oldest records go whose windows end at {@code toldNs} at the latest: windows are told by their ends. */
    private void forget(final Slices aligned, final long at, final long toldNs) {
        long over = 0;
        while (over < buffer.size(at) && isOver(aligned, buffer.timestampNs(at, over), toldNs)) {
            over++;
        }
        if (over == buffer.size(at)) {
            buffer.clear(at);
        } else {
            buffer.drop(at, over);
        }
    }

    private boolean isOver(final Slices aligned, final long timestampNs, final long toldNs) {
        final long lastNs = aligned.windowLastNs(aligned.lastWindowOf(aligned.sliceOf(timestampNs)));
        final long sinceNs = watermarkNs - lastNs; // negative when it is more than a long holds
        return lastNs <= toldNs && (watermarkNs == Long.MAX_VALUE || sinceNs < 0 || sinceNs >= latenessNs);
    }

    @SuppressWarnings("unchecked") // the exception is whatever it is at run time
    private static <X extends Exception> RuntimeException asItIs(final Exception thrown) throws X {
        throw (X) thrown;
    }

    @Override
    public boolean isFull() {
        return output.isFull();
    }

    @Override
    public void emitWatermark(final long newWatermarkNs) {
        throw new UnsupportedOperationException("windows emit no watermarks");
    }

    @Override
    public void emitIdle() {
        throw new UnsupportedOperationException("windows do not emit that they are idle");
    }

    @Override
    public void emitActive() {
        throw new UnsupportedOperationException("windows do not emit that they are active");
    }

    @Override
    public void emitEnd() {
        throw new UnsupportedOperationException("windows do not emit the end");
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(watermarkNs);
    }

    @Override
    public void restore(final StateReader in) {
        watermarkNs = Math.max(watermarkNs, in.getLong());
    }

    @Override
    public void close() {
        body.close();
    }
}
