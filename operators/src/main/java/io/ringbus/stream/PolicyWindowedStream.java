// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.KeySelector;
import io.ringbus.function.ReduceFunction;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.windows.WindowFunction;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.TriggerPolicy;
import io.ringbus.windows.policy.WindowRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Windows over policies, one key each: {@code window(A)} is told when A fires, and everything leaves;
 * {@code window(A).every(B)} keeps what A lets stay and is told when B fires; {@code every(B)} keeps everything. Records count
 * in the order in which they come, whatever their times.
 *
 * <p>Results carry the time of the record at which they come out, so that windows of event time further down take them as
 * they would take that record. At the end of input, what has not been told is told.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class PolicyWindowedStream<K, T> extends Windows<K, T> {
    private final Stream<T> stream;
    private final Task.Keys<K, T> keys;
    private final List<EvictionPolicy<? super T>> kept;
    private final List<TriggerPolicy<? super T>> told;

    PolicyWindowedStream(
            final Stream<T> stream,
            final Task.Keys<K, T> keys,
            final List<EvictionPolicy<? super T>> kept,
            final List<TriggerPolicy<? super T>> told) {
        this.stream = stream;
        this.keys = keys;
        this.kept = kept;
        this.told = told;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    static <P> List<P> listed(final P first, final P... more) {
        final List<P> policies = new ArrayList<>();
        policies.add(first);
        policies.addAll(List.of(more));
        return policies;
    }

    /** Tells the windows when one of these fires; records leave by the policies of {@code window(..)} alone. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<K, T> every(
            final TriggerPolicy<? super T> first, final TriggerPolicy<? super T>... more) {
        return new PolicyWindowedStream<>(stream, keys, kept, listed(first, more));
    }

    /** Splits each window by a key. */
    public <G> GroupedWindows<K, G, T> groupBy(final KeySelector<T, G> key) {
        return new GroupedWindows<>(this, key);
    }

    @Override
    <O> Stream<O> then(final WindowStep<K, T, O> step, final RecordType<O> output) {
        final Supplier<AddressCodec<T>> codec = () -> stream.codec("window");
        WindowRule.of(kept, told, codec); // so that a mistake shows where it is made, not at the start
        return stream.then(new Task.PolicyWindow<>(keys, kept, told, step, codec), output);
    }

    @Override
    Stream<?> source() {
        return stream;
    }

    @Override
    RecordType<T> type() {
        return stream.type();
    }

    @Override
    AddressCodec<K> keyCodec() {
        return keys.codec();
    }

    @Override
    public <R> WindowStream<K, R> mapWindow(final WindowFunction<K, T, R> function) {
        return WindowStream.of(this, new WindowStep.Each<>(function), RecordType.unknown());
    }

    @Override
    public WindowStream<K, T> reduceWindow(final ReduceFunction<T> function) {
        return WindowStream.of(this, reducing(function), type());
    }
}
