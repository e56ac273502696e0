// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.chain.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers what is emitted. With a limit it is full after so many records, until the next turn; as a real output it still
 * takes what is emitted then.
 */
public final class RecordingOutput<T> implements Output<T> {
    private final int recordsPerTurn;
    private final List<Emitted<T>> emitted = new ArrayList<>();
    private final List<Long> watermarks = new ArrayList<>();
    private int emittedInTurn;
    private int idles;
    private int actives;
    private boolean ended;

    /** Never full. */
    public RecordingOutput() {
        this(Integer.MAX_VALUE);
    }

    /** Full once {@code recordsPerTurn} records were emitted in a turn. */
    public RecordingOutput(final int recordsPerTurn) {
        this.recordsPerTurn = recordsPerTurn;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        emitted.add(new Emitted<>(record, timestampNs));
        emittedInTurn++;
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        watermarks.add(watermarkNs);
    }

    @Override
    public void emitIdle() {
        idles++;
    }

    @Override
    public void emitActive() {
        actives++;
    }

    @Override
    public void emitEnd() {
        ended = true;
    }

    @Override
    public boolean isFull() {
        return emittedInTurn >= recordsPerTurn;
    }

    /** Makes room, as a stage does between two turns. */
    public void nextTurn() {
        emittedInTurn = 0;
    }

    /** Takes all records back but the first {@code count}. */
    public void truncate(final int count) {
        emitted.subList(count, emitted.size()).clear();
    }

    /** All records so far, in order; a live view. */
    public List<Emitted<T>> emitted() {
        return emitted;
    }

    /** All records so far, without their timestamps. */
    public List<T> records() {
        return emitted.stream().map(Emitted::record).toList();
    }

    /** All watermarks so far, in order. */
    public List<Long> watermarks() {
        return watermarks;
    }

    /** How often idleness was declared. */
    public int idles() {
        return idles;
    }

    /** How often idleness was taken back. */
    public int actives() {
        return actives;
    }

    /** Whether the end was declared. */
    public boolean ended() {
        return ended;
    }
}
