// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A source whose records have the time of their arrival for event time, by the wall clock. */
final class ArrivalTimes<T> implements Source<T> {
    private final Source<T> source;
    private @Nullable Stamped<T> stamped;

    ArrivalTimes(final Source<T> source) {
        this.source = source;
    }

    private record Stamped<T>(Output<T> output) implements Output<T> {
        @Override
        public void emit(final T record, final long timestampNs) {
            output.emit(record, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        }

        @Override
        public void emitWatermark(final long watermarkNs) {
            output.emitWatermark(watermarkNs);
        }

        @Override
        public void emitIdle() {
            output.emitIdle();
        }

        @Override
        public void emitActive() {
            output.emitActive();
        }

        @Override
        public void emitEnd() {
            output.emitEnd();
        }

        @Override
        public boolean isFull() {
            return output.isFull();
        }
    }

    @Override
    public void open() throws Exception {
        source.open();
    }

    @Override
    public Poll poll(final Output<T> output) throws Exception {
        Stamped<T> target = stamped;
        if (target == null || target.output != output) {
            target = new Stamped<>(output);
            stamped = target;
        }
        return source.poll(target);
    }

    @Override
    public String position() {
        return source.position();
    }

    @Override
    public void close() throws Exception {
        source.close();
    }
}
