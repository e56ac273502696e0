// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.codec.AddressCodec;
import io.ringbus.environment.Clock;
import io.ringbus.function.TimestampFunction;
import io.ringbus.snapshot.Stateful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * Builds the chain of one stage, from its far end to its beginning: each method takes what follows and answers what leads
 * there. Every link is a clone of its own.
 *
 * <p><b>Threading.</b> Before start.
 */
public final class ChainBuilder {
    private final Specialiser specialiser;
    private final Flow flow;
    private final List<Resumable> links = new ArrayList<>();
    private final Map<String, Stateful> states = new LinkedHashMap<>();
    private final List<Sink<?>> sinks = new ArrayList<>();
    private final Map<String, Queryable> queryables = new LinkedHashMap<>();
    private boolean operators;

    public ChainBuilder(final Specialiser specialiser, final Flow flow) {
        this.specialiser = specialiser;
        this.flow = flow;
    }

    /** Leads through an operator. */
    @SuppressWarnings("unchecked")
    public <I, O> Output<I> operator(final Operator<I, O> operator, final ErrorRule errors, final Output<O> next) {
        operators = true;
        stateful("operator " + errors.operator(), operator);
        return (Output<I>) listed(specialiser.create(Output.class, OperatorLink.class, operator, next, errors, flow));
    }

    /**
     * Leads through an operator that is a {@link LooksAhead}, with a link before it that looks ahead; {@code codec} is exact.
     */
    @SuppressWarnings("unchecked")
    public <I, O> Output<I> lookingAhead(
            final Operator<I, O> operator, final AddressCodec<I> codec, final ErrorRule errors, final Output<O> next) {
        final LookAheadLink.Root<I> root =
                LookAheadLink.Root.of((LooksAhead<I>) operator, operator(operator, errors, next), codec, flow);
        return (Output<I>) listed(specialiser.createAround(Output.class, LookAheadLink.class, root, root));
    }

    /** Leads through steps, in their order; {@code rules} has one for each. */
    @SuppressWarnings("unchecked")
    public <I> Output<I> steps(
            final List<Step<Object, Object>> steps, final List<ErrorRule> rules, final Output<?> next) {
        Output<Object> lead = (Output<Object>) next;
        for (int end = steps.size(); end > 0; ) {
            final int start = Math.max(0, end - StepsLink.STEPS);
            final List<Step<Object, Object>> part = List.copyOf(steps.subList(start, end));
            final StepErrors errors = new StepErrors(part, List.copyOf(rules.subList(start, end)), flow);
            final StepsLink.Root root =
                    StepsLink.Root.of(Arrays.copyOf(part.toArray(), StepsLink.STEPS, Step[].class), errors, lead);
            lead = specialiser.createAround(Output.class, StepsLink.class, root, root);
            end = start;
        }
        return (Output<I>) lead;
    }

    /** Ends in a sink. */
    @SuppressWarnings("unchecked")
    public <T> Output<T> sink(final Sink<T> sink, final ErrorRule errors) {
        stateful("sink " + errors.operator(), sink);
        sinks.add(sink);
        return (Output<T>) listed(specialiser.create(Output.class, SinkLink.class, sink, errors, flow));
    }

    /** Leads to all of {@code outputs}, in their order. */
    @SuppressWarnings("unchecked")
    public <T> Output<T> tee(final List<Output<T>> outputs) {
        Output<T> lead = outputs.get(outputs.size() - 1);
        for (int i = outputs.size() - 2; i >= 0; i--) {
            lead = specialiser.create(Output.class, Tee.class, outputs.get(i), lead);
        }
        return lead;
    }

    /** Gives {@code count} ways into the same chain; time advances as far as all of them agree. */
    @SuppressWarnings("unchecked")
    public <T> List<Output<T>> merge(final int count, final Output<T> next) {
        final MergedWatermark merged = new MergedWatermark(count);
        final List<Output<T>> ports = new ArrayList<>();
        stateful("merge", merged); // chains are built in the same order in every run
        for (int i = 0; i < count; i++) {
            final Output<T> port = specialiser.create(Output.class, MergePort.class, i, merged, next);
            stateful("merge input", (Stateful) port);
            ports.add(port);
        }
        return ports;
    }

    /** Stands before a loop whose first vertex is {@code next}; {@code refused} as {@link LoopGate} says. */
    public LoopGate loop(final String name, final Output<?> next, final AtomicCounter refused) {
        final LoopGate gate = new LoopGate(next, refused);
        stateful("loop " + name, gate);
        links.add(gate);
        return gate;
    }

    /** Leads through a loop's gate, from the stream that the loop reads. */
    @SuppressWarnings("unchecked")
    public <T> Output<T> forward(final LoopGate gate, final Output<T> next) {
        return specialiser.create(Output.class, LoopForward.class, gate, next);
    }

    /** Leads through a loop's gate, from the loop's own end. */
    @SuppressWarnings("unchecked")
    public <T> Output<T> back(final LoopGate gate, final Output<T> next) {
        return specialiser.create(Output.class, LoopBack.class, gate, next);
    }

    /** Leads through event time of records that may come up to {@code disorderNs} after a younger one. */
    public <T> Output<T> eventTime(
            final @Nullable TimestampFunction<T> timestamps,
            final long disorderNs,
            final ErrorRule errors,
            final Output<T> next,
            final Frontier frontier) {
        return eventTime(timestamps, new BoundedDisorder<>(disorderNs), errors, next, frontier);
    }

    /**
     * Leads through event time: {@code timestamps} null keeps the time that a record arrives with. {@code frontier} asks
     * the link how far it has come.
     */
    @SuppressWarnings("unchecked")
    public <T> Output<T> eventTime(
            final @Nullable TimestampFunction<T> timestamps,
            final WatermarkStrategy<? super T> watermarks,
            final ErrorRule errors,
            final Output<T> next,
            final Frontier frontier) {
        final Output<T> link = (Output<T>)
                (watermarks instanceof BoundedDisorder<?> bounded
                        ? specialiser.create(
                                Output.class, EventTimeLink.class, timestamps, bounded.disorderNs(), errors, next, flow)
                        : listed(specialiser.create(
                                Output.class, StrategyLink.class, timestamps, watermarks, errors, next, flow)));
        frontier.measuredBy((LongSupplier) link);
        stateful("time " + errors.operator(), (Stateful) link);
        return link;
    }

    /**
     * Leads through a heartbeat: at least every {@code intervalNs}, event time is promised up to the clock's time less {@code
     * boundNs}.
     */
    @SuppressWarnings("unchecked")
    public <T> Output<T> heartbeat(final Clock clock, final long boundNs, final long intervalNs, final Output<T> next) {
        final Output<T> link = (Output<T>)
                listed(specialiser.create(Output.class, HeartbeatLink.class, clock, boundNs, intervalNs, next));
        stateful("heartbeat", (Stateful) link);
        return link;
    }

    /** Whether the chain has an operator, which may need several turns for a watermark; steps and sinks never do. */
    public boolean hasOperators() {
        return operators;
    }

    /** Lets others ask {@code queryable} by the name of its vertex. */
    public void queryable(final String name, final Queryable queryable) {
        queryables.put(name, queryable);
    }

    /** What can be asked, by the names of their vertices. */
    public Map<String, Queryable> queryables() {
        return Map.copyOf(queryables);
    }

    /** What the stage has to continue, flush and close, in the order in which it must: far end first. */
    public List<Resumable> links() {
        return List.copyOf(links);
    }

    /** What a checkpoint of the stage holds, under names that are the same in every run. */
    public Map<String, Stateful> states() {
        return states;
    }

    /** The sinks, which are told of complete checkpoints. */
    public List<Sink<?>> sinks() {
        return sinks;
    }

    /** Adds to what a checkpoint holds; one of several with the same name gets a number, by the order of the calls. */
    public void stateful(final String name, final Stateful state) {
        String unique = name;
        for (int count = 2; states.containsKey(unique); count++) {
            unique = name + " #" + count;
        }
        states.put(unique, state);
    }

    private Output<?> listed(final Output<?> link) {
        links.add((Resumable) link);
        return link;
    }
}
