// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a source emits, and polls sources for tests. */
final class RecordingOutput<T> implements Output<T> {
    final List<T> records = new ArrayList<>();
    final List<Long> timestamps = new ArrayList<>();
    final List<Exception> errors = new ArrayList<>();

    @Override
    public void emit(final T record, final long timestampNs) {
        records.add(record);
        timestamps.add(timestampNs);
    }

    @Override
    public void emitWatermark(final long watermarkNs) {}

    @Override
    public void emitIdle() {}

    @Override
    public void emitActive() {}

    @Override
    public void emitEnd() {}

    @Override
    public boolean isFull() {
        return false;
    }

    /** Opens, polls to the end and closes; the first error ends it. */
    static <T> List<T> readAll(final Source<T> source) throws Exception {
        final RecordingOutput<T> output = new RecordingOutput<>();
        try {
            source.open();
            while (source.poll(output) != Source.Poll.EXHAUSTED) {
                Thread.onSpinWait();
            }
        } finally {
            source.close();
        }
        return output.records;
    }

    /** As an engine that skips bad items: errors are kept and polling goes on. */
    static <T> RecordingOutput<T> readSkipping(final Source<T> source) throws Exception {
        final RecordingOutput<T> output = new RecordingOutput<>();
        try {
            source.open();
            boolean more = true;
            while (more) {
                try {
                    more = source.poll(output) != Source.Poll.EXHAUSTED;
                } catch (final Exception error) {
                    output.errors.add(error);
                    if (output.errors.size() > 100_000) {
                        throw error;
                    }
                }
            }
        } finally {
            source.close();
        }
        return output;
    }
}
