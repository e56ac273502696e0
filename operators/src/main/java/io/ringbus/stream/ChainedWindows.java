// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowStep;
import org.jspecify.annotations.Nullable;

/**
 * The windows of {@code before}, holding what {@code step} makes of them.
 *
 * @param <X> record before the step
 */
final class ChainedWindows<K, X, R> extends Windows<K, R> {
    private final Windows<K, X> before;
    private final WindowStep<K, X, R> step;
    private final RecordType<R> type;

    ChainedWindows(final Windows<K, X> before, final WindowStep<K, X, R> step, final RecordType<R> type) {
        this.before = before;
        this.step = step;
        this.type = type;
    }

    ChainedWindows<K, X, R> as(final RecordType<R> newType) {
        return new ChainedWindows<>(before, step, newType);
    }

    /** The results as a stream, with nothing made of them. */
    Stream<R> results() {
        return before.then(step, type);
    }

    @Override
    <O> Stream<O> then(final WindowStep<K, R, O> next, final RecordType<O> output) {
        return before.then(new WindowStep.Chain<>(step, next), output);
    }

    @Override
    Stream<?> source() {
        return before.source();
    }

    @Override
    RecordType<R> type() {
        return type;
    }

    @Override
    @Nullable
    AddressCodec<K> keyCodec() {
        return before.keyCodec();
    }

    @Override
    public <O> WindowStream<K, O> mapWindow(final WindowFunction<K, R, O> function) {
        return WindowStream.of(this, new WindowStep.Each<>(function), RecordType.unknown());
    }

    @Override
    public WindowStream<K, R> reduceWindow(final ReduceFunction<R> function) {
        return WindowStream.of(this, reducing(function), type);
    }
}
