// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import java.util.ArrayList;
import java.util.List;

/** Reads a source to its end, outside of any pipeline. */
final class Polled<T> implements Output<T> {
    private final List<T> records = new ArrayList<>();

    private Polled() {}

    static <T> List<T> all(final Source<T> source) throws Exception {
        final Polled<T> polled = new Polled<>();
        source.open();
        while (source.poll(polled) != Source.Poll.EXHAUSTED) {
            Thread.onSpinWait();
        }
        source.close();
        return polled.records;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        records.add(record);
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
}
