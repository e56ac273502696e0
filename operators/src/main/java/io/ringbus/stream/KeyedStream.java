// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.FoldFunction;
import io.ringbus.function.ReduceFunction;
import io.ringbus.operators.KeyGroups;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.aggregate.FieldAggregate;
import io.ringbus.windows.aggregate.Ties;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A stream grouped by key. Its rolling operations emit one result per record, in the order of the records; its windows
 * hold one key each.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public final class KeyedStream<K, T> {
    private final Stream<T> stream;
    private final Task.Keys<K, T> keys;

    KeyedStream(final Stream<T> stream, final Task.Keys<K, T> keys) {
        this.stream = stream;
        this.keys = keys;
    }

    /** Spreads the keys over {@code instances} stages, each with a ring and a state of its own. */
    public KeyedStream<K, T> parallelism(final int instances) {
        if (instances < 1 || instances > KeyGroups.COUNT) {
            throw new IllegalArgumentException("stream '" + stream.nodeName() + "': parallelism=" + instances
                    + " is outside [1, " + KeyGroups.COUNT + "]");
        }
        return new KeyedStream<>(stream, new Task.Keys<>(keys.selector(), keys.type(), keys.codec(), instances));
    }

    /** Running sum of a field; the other fields are those of the key's first record. */
    public Stream<T> sum(final ToDoubleFunction<? super T> field) {
        return field("sum", field, FieldAggregate.Kind.SUM);
    }

    /** Running minimum of a field; the other fields are those of the key's first record. */
    public Stream<T> min(final ToDoubleFunction<? super T> field) {
        return field("min", field, FieldAggregate.Kind.MIN);
    }

    /** Running maximum of a field; the other fields are those of the key's first record. */
    public Stream<T> max(final ToDoubleFunction<? super T> field) {
        return field("max", field, FieldAggregate.Kind.MAX);
    }

    /** The record with the lowest {@code field} so far; the first of equals. */
    public Stream<T> minBy(final ToDoubleFunction<? super T> field) {
        return whole(Aggregates.minBy(stream.codec("minBy"), field, Ties.KEEP_FIRST));
    }

    /** The record with the highest {@code field} so far; the first of equals. */
    public Stream<T> maxBy(final ToDoubleFunction<? super T> field) {
        return whole(Aggregates.maxBy(stream.codec("maxBy"), field, Ties.KEEP_FIRST));
    }

    /** A running aggregate. */
    public <R> Stream<R> aggregate(final Aggregate<T, R> aggregate) {
        return stream.then(new Task.Roll<>(keys, aggregate, false), RecordType.of(aggregate.resultType()));
    }

    /** Joins each record with what came of the earlier ones. */
    public Stream<T> reduce(final ReduceFunction<T> function) {
        final FoldFunction<T, T> fold = function::reduce;
        return stream.then(new Task.Fold<>(keys, null, fold, stream.codec("reduce")), stream.type());
    }

    /** Adds each record to a running value that begins as {@code initial}, an instance of a Java record. */
    public <A> Stream<A> fold(final A initial, final FoldFunction<T, A> function) {
        final RecordType<A> type = RecordType.of(initial.getClass());
        final AddressCodec<A> codec = type.codec(stream.nodeName(), "the running value of fold");
        return stream.then(new Task.Fold<>(keys, initial, function, codec), type);
    }

    /** Windows of event time per key: tumbling, or sliding with {@link KeyedWindowedStream#every}. */
    public KeyedWindowedStream<K, T> window(final Time span) {
        return new KeyedWindowedStream<>(
                stream, keys, WindowBounds.Aligned.tumbling(span.spanNs()), Telling.once(), null);
    }

    /** Windows of which each is a part of one of {@code parts}. */
    KeyedWindowedStream<K, T> window(
            final WindowBounds.Aligned bounds, final Telling<T> telling, final GroupedWindows<?, K, T> parts) {
        return new KeyedWindowedStream<>(stream, keys, bounds, telling, parts);
    }

    /** Windows of event time per key that end where no record of the key follows for a while. */
    public SessionWindowedStream<K, T> window(final Session<? super T> session) {
        return new SessionWindowedStream<>(stream, keys, session, Telling.once());
    }

    /**
     * Windows over policies, per key: told when one of these fires, and everything leaves; or, with
     * {@link PolicyWindowedStream#every}, told then and keeping what these let stay.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<K, T> window(
            final EvictionPolicy<? super T> first, final EvictionPolicy<? super T>... more) {
        return new PolicyWindowedStream<>(stream, keys, PolicyWindowedStream.listed(first, more), List.of());
    }

    /** Windows of all records of a key so far, told when one of these fires. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<K, T> every(
            final TriggerPolicy<? super T> first, final TriggerPolicy<? super T>... more) {
        return new PolicyWindowedStream<>(stream, keys, List.of(), PolicyWindowedStream.listed(first, more));
    }

    private Stream<T> field(
            final String word, final ToDoubleFunction<? super T> field, final FieldAggregate.Kind kind) {
        return whole(Fields.aggregate(stream.nodeName(), stream.codec(word), field, kind));
    }

    private Stream<T> whole(final Aggregate<T, T> aggregate) {
        return stream.then(new Task.Roll<>(keys, aggregate, true), stream.type());
    }
}
