// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.function.KeySelector;
import io.ringbus.function.LambdaTypes;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowStep;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Windows split by a key, each in itself: one result per group, in the order in which the groups appear in the window. All
 * records of a window are kept until it is told, and looked at then.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 *
 * @param <K> key of a window
 * @param <G> group in it
 * @param <T> record in it
 */
public final class GroupedWindows<K, G, T> extends Windows<G, T> {
    private final Windows<K, T> whole;
    private final KeySelector<T, G> key;

    GroupedWindows(final Windows<K, T> whole, final KeySelector<T, G> key) {
        this.whole = whole;
        this.key = key;
    }

    @Override
    <O> Stream<O> then(final WindowStep<G, T, O> step, final RecordType<O> output) {
        return whole.then(new WindowStep.Groups<>(key, step), output);
    }

    @Override
    Stream<?> source() {
        return whole.source();
    }

    @Override
    RecordType<T> type() {
        return whole.type();
    }

    @Override
    @SuppressWarnings("unchecked")
    @Nullable
    AddressCodec<G> keyCodec() {
        final Class<?> type = LambdaTypes.returned(key);
        if (type == null || type == Object.class) {
            return null;
        }
        try {
            return (AddressCodec<G>) Codecs.ofType(type);
        } catch (final IllegalArgumentException noCodec) { // an error only if results ever meet a ring
            return null;
        }
    }

    @Override
    public <R> WindowStream<K, R> mapWindow(final WindowFunction<G, T, R> function) {
        return grouped(new WindowStep.Each<>(function), RecordType.unknown());
    }

    @Override
    public WindowStream<K, T> reduceWindow(final ReduceFunction<T> function) {
        return grouped(reducing(function), type());
    }

    /** What {@code step} makes of each group, where {@code results} is a better way to it if nothing more is made of it. */
    <R> WindowStream<K, R> after(
            final WindowStep<G, T, R> step, final RecordType<R> type, final Supplier<Stream<R>> results) {
        return WindowStream.of(whole, new WindowStep.Groups<>(key, step), type, results);
    }

    private <R> WindowStream<K, R> grouped(final WindowStep<G, T, R> step, final RecordType<R> type) {
        return WindowStream.of(whole, new WindowStep.Groups<>(key, step), type);
    }
}
