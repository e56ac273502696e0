// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.ChainBuilder;
import io.ringbus.chain.Discard;
import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.chain.Specialiser;
import io.ringbus.chain.Step;
import io.ringbus.codec.AddressCodec;
import io.ringbus.operators.FilterStep;
import io.ringbus.operators.KeyHash;
import io.ringbus.operators.MapStep;
import io.ringbus.operators.PartitionOutput;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanLoop;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import io.ringbus.ring.Ring;
import io.ringbus.stage.StageBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the chain of one stage instance, from its outlets back to its feeds.
 *
 * <p>Types are erased here: the fluent API has checked them.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class StageAssembly {
    private final Plan plan;
    private final List<PlanLoop> loops;
    private final StageLayout layout;
    private final Rings rings;
    private final ErrorRules errors;
    private final OperatorMaker operators;
    private final Specialiser specialiser;
    private final StageBuilder stage;
    private final ChainBuilder chain;
    private final String stageName;
    private final int instance;
    private final long heartbeatIntervalNs;
    private final Map<Integer, Output> leads = new HashMap<>();
    private final Map<Integer, List<Output>> ports = new HashMap<>();
    private final Map<Integer, Frontier> frontiers = new HashMap<>();

    StageAssembly(
            final Plan plan,
            final StageLayout layout,
            final Rings rings,
            final ErrorRules errors,
            final OperatorMaker operators,
            final Specialiser specialiser,
            final StageBuilder stage,
            final String stageName,
            final int instance,
            final long heartbeatIntervalNs) {
        this.plan = plan;
        this.loops = plan.loops();
        this.layout = layout;
        this.rings = rings;
        this.errors = errors;
        this.operators = operators;
        this.specialiser = specialiser;
        this.stage = stage;
        this.chain = stage.chain();
        this.stageName = stageName;
        this.instance = instance;
        this.heartbeatIntervalNs = heartbeatIntervalNs;
    }

    /** Feeds the stage from a source. */
    void source(final PlanNode node, final io.ringbus.chain.Source<?> source, final long idleAfterNs) {
        final Frontier frontier = new Frontier();
        PlanNode next = onlyReader(node);
        while (next != null && !(next.task() instanceof Task.Merge)) {
            if (next.task() instanceof Task.EventTime) {
                frontiers.put(next.id(), frontier);
                break;
            }
            next = onlyReader(next);
        }
        stage.source((io.ringbus.chain.Source) source, after(node), rule(node), idleAfterNs, frontier);
    }

    /** Feeds the stage from an ingress. */
    void ingress(final PlanNode node, final Task.Receive<?> receive, final Ring ring) {
        stage.ingress(ring, (AddressCodec) Rings.codec(node), after(node), receive.idleAfterNs());
    }

    /** Feeds the stage from the rings of one edge: one for each instance of the vertex before. */
    void inlets(final PlanNode from, final PlanNode to, final int inputIndex) {
        final int writers = from.parallelism();
        final Output head = lead(to, inputIndex);
        final List<Output> heads = writers == 1 ? List.of(head) : chain.merge(writers, head);
        for (int writer = 0; writer < writers; writer++) {
            final Ring ring = rings.between(from, writer, to, inputIndex, instance);
            if (isInLoop(from, to)) {
                stage.loop().inlet(ring, (AddressCodec) Rings.codec(from), heads.get(writer));
            } else {
                stage.inlet(ring, (AddressCodec) Rings.codec(from), heads.get(writer));
            }
        }
    }

    /** Feeds the head of a loop from the loop's end; behind the inlets from elsewhere. */
    void backInlets(final PlanNode head) {
        for (final PlanLoop loop : loops) {
            if (loop.head().id() == head.id()) {
                final PlanNode last = loop.last(plan);
                for (int writer = 0; writer < last.parallelism(); writer++) {
                    stage.loop()
                            .backInlet(
                                    rings.between(last, writer, head, Rings.backInput(loop), instance),
                                    (AddressCodec) Rings.codec(last));
                }
            }
        }
    }

    private boolean isInLoop(final PlanNode from, final PlanNode to) {
        return loops.stream().anyMatch(loop -> loop.holds(from, to));
    }

    /** The one reader of a vertex that shares its stage, or null. */
    private @Nullable PlanNode onlyReader(final PlanNode node) {
        final List<PlanNode> readers = plan.readersOf(node);
        return readers.size() == 1 && !layout.crosses(node, readers.get(0)) ? readers.get(0) : null;
    }

    /** What leads behind a vertex. */
    private Output after(final PlanNode node) {
        final List<Output> outputs = new ArrayList<>();
        PlanNode last = null;
        int repeated = 0;
        for (final PlanNode reader : plan.readersOf(node)) {
            repeated = last != null && last.id() == reader.id() ? repeated + 1 : 0;
            last = reader;
            final int input = inputIndex(node, reader, repeated);
            outputs.add(layout.crosses(node, reader) ? outlet(node, reader, input) : lead(reader, input));
        }
        return outputs.isEmpty() ? new Discard<>() : chain.tee((List) outputs);
    }

    private static int inputIndex(final PlanNode from, final PlanNode to, final int repeated) {
        int seen = 0;
        for (int i = 0; i < to.inputs().size(); i++) {
            if (to.inputs().get(i) == from.id() && seen++ == repeated) {
                return i;
            }
        }
        throw new IllegalStateException("'" + to.name() + "' does not read '" + from.name() + "'");
    }

    private Output outlet(final PlanNode from, final PlanNode to, final int input) {
        final Output[] outlets = new Output[to.parallelism()];
        for (int reader = 0; reader < outlets.length; reader++) {
            final Ring ring = rings.between(from, instance, to, input, reader);
            final AddressCodec codec = Rings.codec(from);
            outlets[reader] = isInLoop(from, to)
                    ? stage.loop().outlet(ring, codec, rings.policyBetween(from, to))
                    : stage.outlet(ring, codec, rings.policyBetween(from, to));
        }
        final Task.Keys<?, ?> keys = to.task().keyed();
        return keys == null || outlets.length == 1
                ? outlets[0]
                : specialiser.create(
                        Output.class,
                        PartitionOutput.class,
                        keys.selector(),
                        KeyHash.of((Class) keys.type(), keys.codec()),
                        outlets,
                        errors.of(stageName, to.name() + ".key"),
                        stage.flow());
    }

    private Output backOutlet(final PlanNode tail) {
        for (final PlanLoop loop : loops) {
            if (loop.tail().id() == tail.id()) {
                final PlanNode last = loop.last(plan);
                return stage.loop()
                        .backOutlet(
                                rings.between(last, instance, loop.head(), Rings.backInput(loop), 0),
                                (AddressCodec) Rings.codec(last),
                                rings.policyBetween(last, loop.head()),
                                rings.spillBytesMax(StageLayout.ringName(last, loop.head())));
            }
        }
        throw new IllegalStateException("'" + tail.name() + "' leads back to no loop");
    }

    /** What leads into a vertex by its input {@code inputIndex}. */
    private Output lead(final PlanNode node, final int inputIndex) {
        if (node.task() instanceof Task.Merge) {
            List<Output> ways = ports.get(node.id());
            if (ways == null) {
                ways = chain.merge(node.inputs().size(), after(node));
                ports.put(node.id(), ways);
            }
            return ways.get(inputIndex);
        }
        Output lead = leads.get(node.id());
        if (lead == null) {
            lead = link(node);
            leads.put(node.id(), lead);
        }
        return lead;
    }

    private Output link(final PlanNode node) {
        final Task task = node.task();
        if (step(task) != null) {
            return steps(node);
        }
        if (task instanceof Task.EventTime<?> time) {
            final Frontier frontier = frontiers.getOrDefault(node.id(), new Frontier());
            return chain.eventTime(
                    (io.ringbus.function.TimestampFunction) time.timestamps(),
                    (io.ringbus.chain.WatermarkStrategy) time.watermarks(),
                    rule(node),
                    after(node),
                    frontier);
        }
        if (task instanceof Task.Heartbeat heartbeat) {
            return chain.heartbeat(stage.clock(), heartbeat.boundNs(), heartbeatIntervalNs, after(node));
        }
        if (task instanceof Task.Write<?> write) {
            return chain.sink((io.ringbus.chain.Sink) write.sink(), rule(node));
        }
        if (task instanceof Task.Cut) {
            return after(node);
        }
        if (task instanceof Task.Iterate iterate) {
            return stage.loop().head(node.name(), after(node), iterate.maxWaitNs());
        }
        if (task instanceof Task.Back) {
            return backOutlet(node);
        }
        final io.ringbus.chain.Sink lateSink = lateSink(task);
        final Output late = lateSink == null ? null : chain.sink(lateSink, errors.of(stageName, node.name() + ".late"));
        final Output next = after(node);
        final ErrorRule rule = rule(node); // first: when it is refused, no operator is left open
        final Operator operator = operators.of(stageName, node, instance, late);
        if (operator == null) {
            throw new IllegalStateException("vertex '" + node.name() + "': no operator for " + task.word());
        }
        if (operator instanceof Queryable asked) {
            final Task.Keys<?, ?> keys = task.keyed();
            chain.queryable(node.name(), keys == null ? asked : new QuestionsByKey(node.name(), keys.type(), asked));
        }
        final AddressCodec codec = operators.aheadCodec(stageName, plan, node);
        return codec == null ? chain.operator(operator, rule, next) : chain.lookingAhead(operator, codec, rule, next);
    }

    /** Where a window sends late records, or null. */
    static io.ringbus.chain.@Nullable Sink<?> lateSink(final Task task) {
        if (task instanceof Task.KeptWindow<?, ?, ?> window) {
            return window.telling().late();
        }
        return task instanceof Task.Window<?, ?, ?, ?> window ? window.telling().late() : null;
    }

    /** Neighbouring steps share a link. */
    private Output steps(final PlanNode first) {
        final List<Step<Object, Object>> steps = new ArrayList<>();
        final List<ErrorRule> rules = new ArrayList<>();
        PlanNode last = first;
        PlanNode next = first;
        while (next != null && step(next.task()) != null) {
            steps.add(step(next.task()));
            rules.add(rule(next));
            last = next;
            next = onlyReader(next);
        }
        return chain.steps(steps, rules, after(last));
    }

    private static @Nullable Step step(final Task task) {
        if (task instanceof Task.Map<?, ?> map) {
            return new MapStep<>(map.function());
        }
        return task instanceof Task.Filter<?> filter ? new FilterStep<>(filter.predicate()) : null;
    }

    private ErrorRule rule(final PlanNode node) {
        return errors.of(stageName, node.name());
    }
}
