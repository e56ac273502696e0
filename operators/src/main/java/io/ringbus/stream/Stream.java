// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Sink;
import io.ringbus.chain.WatermarkStrategy;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codec;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Guarantee;
import io.ringbus.function.FilterFunction;
import io.ringbus.function.FlatMapFunction;
import io.ringbus.function.KeySelector;
import io.ringbus.function.LambdaTypes;
import io.ringbus.function.MapFunction;
import io.ringbus.function.TimestampFunction;
import io.ringbus.operators.GlobalKey;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records of one type on their way through a pipeline that is being built. Each method adds to the plan and answers the
 * stream that comes out; a stream may be read several times, and each reader sees every record.
 *
 * <p><b>Threading.</b> One thread, before the pipeline is started.
 */
public sealed class Stream<T> permits WindowStream {
    private final Pipeline pipeline;
    private final Supplier<PlanNode> origin;
    private @Nullable PlanNode node;

    Stream(final Pipeline pipeline, final PlanNode node) {
        this(pipeline, () -> node);
    }

    /** {@code origin} adds the vertex that the records come out of, once it is certain that they are wanted. */
    Stream(final Pipeline pipeline, final Supplier<PlanNode> origin) {
        this.pipeline = pipeline;
        this.origin = origin;
    }

    /** Makes one record out of each. */
    public <R> Stream<R> map(final MapFunction<T, R> function) {
        learn(function);
        return then(new Task.Map<>(function), RecordType.of(LambdaTypes.returned(function)));
    }

    /** Keeps the records that satisfy {@code predicate}. */
    public Stream<T> filter(final FilterFunction<T> predicate) {
        learn(predicate);
        return then(new Task.Filter<>(predicate), type());
    }

    /** Makes any number of records out of each. The type of the new records is told by {@link #as}. */
    public <R> Stream<R> flatMap(final FlatMapFunction<T, R> function) {
        learn(function);
        return then(new Task.FlatMap<>(function), RecordType.unknown());
    }

    /** Takes each record's event time out of it; records come in order of time. */
    public Stream<T> eventTime(final TimestampFunction<T> timestampNs) {
        return eventTime(timestampNs, Watermarks.monotonous());
    }

    /**
     * Takes each record's event time out of it; {@code watermarks} tells up to what time all records have come: one of {@link
     * Watermarks}, or a strategy of your own.
     */
    public Stream<T> eventTime(final TimestampFunction<T> timestampNs, final WatermarkStrategy<? super T> watermarks) {
        learn(timestampNs);
        return then(new Task.EventTime<>(timestampNs, watermarks), type());
    }

    /** Keeps the timestamps that records arrive with, and derives watermarks from them. */
    public Stream<T> watermarks(final WatermarkStrategy<? super T> watermarks) {
        return then(new Task.EventTime<T>(null, watermarks), type());
    }

    /**
     * Lets event time go on while no records come: at any moment, time has come up to the pipeline's clock less {@code bound}
     * at least, every {@code ringbus.heartbeat.interval}. Behind {@link #eventTime} or {@link #merge}, for records whose times
     * are those of the present; a record that takes longer than {@code bound} from its own time to here is late by the rules
     * of the windows behind. A stream with a heartbeat is never idle.
     */
    public Stream<T> heartbeat(final Time bound) {
        return then(new Task.Heartbeat(bound.spanNs()), type());
    }

    /**
     * Joins another stream of the same type; order within each is kept, order between them is arrival. Time is the lowest over
     * the inputs that are not idle; a chain of merges is one merge of all its inputs.
     */
    public Stream<T> merge(final Stream<T> other) {
        if (other.pipeline != pipeline) {
            throw new IllegalArgumentException("stream '" + node().name() + "': merge with stream '"
                    + other.node().name() + "' of another pipeline: build both in one");
        }
        final PlanNode merged =
                pipeline.plan().add(new Task.Merge(), List.of(node(), other.node()), type().or(other.type()));
        return new Stream<>(pipeline, merged);
    }

    /**
     * Lets records go round. {@code body} is given what comes in, from this stream and from the loop's own end, and answers what
     * goes back and what comes out: {@code Loop.back(..).out(..)}.
     *
     * <p>The loop ends after this stream, once no record is in it any more; a body that always sends something back never
     * ends. Time inside is that of this stream; a record that goes back keeps its timestamp, and may be late at a window.
     * What windows in the loop hold at the end of this stream is told then, and may go round, too.
     *
     * <p>Checkpoints hold what is on its way back. A savepoint finds it by the name of the stream that {@code body} is given.
     *
     * <p><b>Progress.</b> What comes back is taken before what is new, which waits while much goes round, and a checkpoint
     * with it: it is complete when the records before it have come into the loop.
     */
    public <R> Stream<R> iterate(final Function<? super Stream<T>, Loop<T, R>> body) {
        return Loop.around(this, 0, body);
    }

    /**
     * As {@link #iterate(Function)}, where streams from outside that the body merges in need not have ended: the loop ends
     * when this stream has and nothing has come back for {@code maxWait}. What comes back still later is counted and dropped.
     */
    public <R> Stream<R> iterate(final Duration maxWait, final Function<? super Stream<T>, Loop<T, R>> body) {
        final long maxWaitNs = Waits.someNanos(
                "stream '" + nodeName() + "': iterate with maxWait=", maxWait, "the loop ends when nothing is in it");
        return Loop.around(this, maxWaitNs, body);
    }

    /** Begins another stage: what follows can run on another thread, behind a ring called {@code name}. */
    public Stream<T> stage(final String name) {
        return then(new Task.Cut(), type()).name(name);
    }

    /** Groups by key. */
    public <K> KeyedStream<K, T> keyBy(final KeySelector<T, K> key) {
        learn(key);
        return new KeyedStream<>(this, Keying.of(node().name(), key));
    }

    /** Groups by key, where no lambda's signature tells the class of the keys. */
    public <K> KeyedStream<K, T> keyBy(final KeySelector<T, K> key, final Class<K> type) {
        learn(key);
        return new KeyedStream<>(this, Keying.of(node().name(), key, type));
    }

    /** Windows of event time over all records: tumbling, or sliding with {@link WindowedStream#every}. */
    public WindowedStream<T> window(final Time span) {
        return new WindowedStream<>(this, WindowBounds.Aligned.tumbling(span.spanNs()), Telling.once());
    }

    /** Windows of event time over all records, which end where no record follows for a while. */
    public SessionWindowedStream<GlobalKey, T> window(final Session<? super T> session) {
        return new SessionWindowedStream<>(this, Keying.global(nodeName()), session, Telling.once());
    }

    /**
     * Windows over policies, of all records: told when one of these fires, and everything leaves; or, with
     * {@link PolicyWindowedStream#every}, told then and keeping what these let stay.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<GlobalKey, T> window(
            final EvictionPolicy<? super T> first, final EvictionPolicy<? super T>... more) {
        return new PolicyWindowedStream<>(
                this, Keying.global(nodeName()), PolicyWindowedStream.listed(first, more), List.of());
    }

    /** Windows of all records so far, told when one of these fires. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array goes no further than into a list
    public final PolicyWindowedStream<GlobalKey, T> every(
            final TriggerPolicy<? super T> first, final TriggerPolicy<? super T>... more) {
        return new PolicyWindowedStream<>(
                this, Keying.global(nodeName()), List.of(), PolicyWindowedStream.listed(first, more));
    }

    /** Inserts an operator of your own; {@code operators} makes one for each parallel instance. */
    public <R> Stream<R> through(final String name, final Supplier<? extends Operator<T, R>> operators) {
        return this.<R>then(new Task.Custom<>(operators), RecordType.unknown()).name(name);
    }

    /** Continues with what a library makes of this stream. */
    public <S> S apply(final Function<? super Stream<T>, S> extension) {
        return extension.apply(this);
    }

    /** Ends in a sink. A stream may have several. */
    public End<T> to(final Sink<? super T> sink) {
        return new End<>(then(new Task.Write<T>(sink, Guarantee.NONE), type()));
    }

    /** Tells the class of the records, where no lambda's signature does. */
    public Stream<T> as(final Class<T> type) {
        node = pipeline.plan().replace(node(), node().name(), RecordType.of(type));
        return this;
    }

    /** Names the codec of the records. */
    public Stream<T> as(final Codec<T> codec) {
        return known(Codecs.addressed(codec));
    }

    /** Notes the type of the records, if none is known yet. */
    void typed(final RecordType<T> type) {
        node = pipeline.plan().replace(node(), node().name(), type().or(type));
    }

    Stream<T> known(final AddressCodec<T> codec) {
        node = pipeline.plan().replace(node(), node().name(), RecordType.of(codec));
        return this;
    }

    /** Names the vertex that this stream comes out of: in messages and counters, and as identity of its state. */
    public Stream<T> name(final String name) {
        node = pipeline.plan().replace(node(), name, node().output());
        return this;
    }

    /** Where a stream has ended in a sink; can be named. */
    public static final class End<T> {
        private final Stream<T> sink;

        End(final Stream<T> sink) {
            this.sink = sink;
        }

        /** Names the sink, in messages and counters. */
        public End<T> name(final String name) {
            sink.name(name);
            return this;
        }

        /**
         * Demands that the sink keeps at least this through a crash: {@code start()} refuses a pipeline that cannot, and says what
         * stands in the way. {@link Pipeline#explain()} tells what each sink keeps.
         */
        public End<T> requires(final Guarantee guarantee) {
            sink.demand(guarantee);
            return this;
        }
    }

    private void demand(final Guarantee guarantee) {
        if (node().task() instanceof Task.Write<?> write) {
            node = pipeline.plan().replace(node(), new Task.Write<>(write.sink(), guarantee));
        }
    }

    /** Learns the record type from the first parameter of a lambda over this stream's records. */
    private void learn(final Serializable function) {
        final MethodType signature = LambdaTypes.of(function);
        if (signature != null && type().type() == null && type().codec() == null) {
            node = pipeline.plan()
                    .replace(
                            node(),
                            node().name(),
                            RecordType.of(signature.wrap().parameterType(0)));
        }
    }

    <R> Stream<R> then(final Task task, final RecordType<R> output) {
        return new Stream<>(pipeline, pipeline.plan().add(task, List.of(node()), output));
    }

    @SuppressWarnings("unchecked")
    RecordType<T> type() {
        return (RecordType<T>) node().output();
    }

    PlanNode node() {
        if (node == null) {
            node = origin.get();
        }
        return node;
    }

    AddressCodec<T> codec(final String purpose) {
        return type().codec(node().name(), purpose);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    String nodeName() {
        return node().name();
    }
}
