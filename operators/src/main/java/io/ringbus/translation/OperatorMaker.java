// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Specialiser;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.SchemaId;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Settings;
import io.ringbus.environment.Clock;
import io.ringbus.operators.FlatMapOperator;
import io.ringbus.operators.FoldOperator;
import io.ringbus.operators.RollingOperator;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import io.ringbus.plan.Telling;
import io.ringbus.plan.WindowBounds;
import io.ringbus.stage.Counters;
import io.ringbus.windows.CountedUnplaced;
import io.ringbus.windows.Early;
import io.ringbus.windows.ForgottenSessions;
import io.ringbus.windows.KeptWindow;
import io.ringbus.windows.KeptWindowOperator;
import io.ringbus.windows.PolicyWindow;
import io.ringbus.windows.PolicyWindowOperator;
import io.ringbus.windows.SessionWindow;
import io.ringbus.windows.SessionWindowOperator;
import io.ringbus.windows.SlicedWindow;
import io.ringbus.windows.SlicedWindowOperator;
import io.ringbus.windows.Slices;
import io.ringbus.windows.StateOpener;
import io.ringbus.windows.WindowContents;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowShape;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.WindowRule;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes the operator behind a vertex, one for each instance, with the state it needs. */
final class OperatorMaker {
    private final Config config;
    private final Specialiser specialiser;
    private final States states;
    private final Counters counters;
    private final Clock clock;

    OperatorMaker(
            final Config config,
            final Specialiser specialiser,
            final States states,
            final Counters counters,
            final Clock clock) {
        this.config = config;
        this.specialiser = specialiser;
        this.states = states;
        this.counters = counters;
        this.clock = clock;
    }

    /** The operator, or null when the vertex is not one. {@code late} takes a window's late records. */
    @Nullable
    Operator<?, ?> of(final String stage, final PlanNode node, final int instance, final @Nullable Output<?> late) {
        final Task task = node.task();
        if (task instanceof Task.FlatMap<?, ?> flatMap) {
            return specialiser.create(Operator.class, FlatMapOperator.class, flatMap.function());
        }
        if (task instanceof Task.Roll<?, ?, ?> roll) {
            return specialiser.create(
                    Operator.class,
                    RollingOperator.class,
                    roll.keys().selector(),
                    roll.aggregate(),
                    roll.byArrival(),
                    states.open(
                            stage,
                            node.name(),
                            instance,
                            roll.keys(),
                            roll.aggregate().schemaId(),
                            roll.aggregate().accumulatorBytes()));
        }
        if (task instanceof Task.Fold<?, ?, ?> fold) {
            return specialiser.create(
                    Operator.class,
                    FoldOperator.class,
                    fold.keys().selector(),
                    fold.initial(),
                    fold.function(),
                    fold.codec(),
                    states.open(
                            stage,
                            node.name(),
                            instance,
                            fold.keys(),
                            fold.codec().schemaId(),
                            FoldOperator.valueBytes(fold.codec())));
        }
        if (task instanceof Task.Window<?, ?, ?, ?> window) {
            return window(stage, node, instance, window, unplaced(node, instance, late));
        }
        if (task instanceof Task.KeptWindow<?, ?, ?> window) {
            return keptWindow(stage, node, instance, window, late);
        }
        if (task instanceof Task.PolicyWindow<?, ?, ?> window) {
            return policyWindow(stage, node, instance, window);
        }
        return task instanceof Task.Custom<?, ?> custom ? custom.operators().get() : null;
    }

    /** With which codec a link may look ahead before the operator, or null. */
    @Nullable
    AddressCodec<?> aheadCodec(final String stage, final Plan plan, final PlanNode node) {
        return LookAhead.codec(config.forStage(stage), plan, node);
    }

    private <K, T, R, O> Operator<T, O> window(
            final String stage,
            final PlanNode node,
            final int instance,
            final Task.Window<K, T, R, O> window,
            final CountedUnplaced<?> unplaced) {
        return window.bounds() instanceof WindowBounds.Sessions<?> sessions
                ? sessions(stage, node, instance, window, sessions, unplaced, new ForgottenSessions<>())
                : sliced(stage, node, instance, window, (WindowBounds.Aligned) window.bounds(), unplaced);
    }

    @SuppressWarnings("unchecked")
    private <K, T, R, O> Operator<T, O> sliced(
            final String stage,
            final PlanNode node,
            final int instance,
            final Task.Window<K, T, R, O> window,
            final WindowBounds.Aligned bounds,
            final CountedUnplaced<?> unplaced) {
        final Config settings = config.forStage(stage);
        final int slicesMax = settings.get(Settings.WINDOW_SLICES_MAX);
        final SlicedWindow<K, T, R, O> plain = new SlicedWindow<>(
                node.name(),
                window.keys().selector(),
                bounds.slices(slicesMax),
                window.aggregate(),
                window.shape(),
                window.telling().latenessNs(),
                slicesMax,
                settings.get(Settings.WINDOW_PORTION));
        final SlicedWindow<K, T, R, O> shape =
                window.telling().isEarly() ? plain.early(early(window.telling())) : plain;
        final int schemaId = SchemaId.joined("slices", shape.aggregate().schemaId());
        return specialiser.create(
                Operator.class,
                SlicedWindowOperator.class,
                shape,
                opener(stage, node.name(), instance, window.keys(), schemaId),
                unplaced,
                specialiser);
    }

    @SuppressWarnings("unchecked")
    private <K, T, R, O> Operator<T, O> sessions(
            final String stage,
            final PlanNode node,
            final int instance,
            final Task.Window<K, T, R, O> window,
            final WindowBounds.Sessions<?> bounds,
            final CountedUnplaced<?> unplaced,
            final ForgottenSessions<K> forgotten) {
        final Config settings = config.forStage(stage);
        final SessionWindow<K, T, R, O> plain = new SessionWindow<>(
                node.name(),
                window.keys().selector(),
                ((WindowBounds.Sessions<T>) bounds).session().gapNs(),
                window.aggregate(),
                window.shape(),
                window.telling().latenessNs(),
                settings.get(Settings.WINDOW_SESSIONS_MAX),
                settings.get(Settings.WINDOW_PORTION),
                forgotten);
        final SessionWindow<K, T, R, O> shape =
                window.telling().isEarly() ? plain.early(early(window.telling())) : plain;
        final int schemaId = SchemaId.joined("sessions", shape.aggregate().schemaId());
        return specialiser.create(
                Operator.class,
                SessionWindowOperator.class,
                shape,
                opener(stage, node.name(), instance, window.keys(), schemaId),
                unplaced);
    }

    private Early early(final Telling<?> telling) {
        return new Early(telling.earlyRecords(), telling.earlyNs(), clock);
    }

    /** Opens a state again and again: a wider one is open beside the one it replaces. */
    private <K> StateOpener<K> opener(
            final String stage,
            final String name,
            final int instance,
            final Task.Keys<K, ?> keys,
            final int valueSchema) {
        final AtomicInteger generation = new AtomicInteger();
        return valueBytes -> states.open(
                stage,
                generation.getAndIncrement() == 0 ? name : name + "~" + generation.get(),
                instance,
                keys,
                valueSchema,
                valueBytes);
    }

    @SuppressWarnings("unchecked")
    private <T> CountedUnplaced<T> unplaced(final PlanNode node, final int instance, final @Nullable Output<?> late) {
        final CountedUnplaced<T> unplaced =
                late == null ? new CountedUnplaced<>() : new CountedUnplaced<>((Output<T>) late);
        final String label = "operator " + node.name() + (node.parallelism() > 1 ? "[" + instance + "]" : "");
        counters.gauge(label + " late", unplaced::lateCount);
        counters.gauge(label + " in gaps", unplaced::gapCount);
        return unplaced;
    }

    private <K, T, O> Operator<?, ?> keptWindow(
            final String stage,
            final PlanNode node,
            final int instance,
            final Task.KeptWindow<K, T, O> window,
            final @Nullable Output<?> late) {
        final CountedUnplaced<T> unplaced = unplaced(node, instance, late);
        final ForgottenSessions<K> forgotten = new ForgottenSessions<>();
        final Task.Window<K, T, Long, WindowResult<K, Long>> counted = new Task.Window<>(
                window.keys(), window.bounds(), window.telling(), Aggregates.count(), WindowShape.whole());
        final Config settings = config.forStage(stage);
        final Slices slices;
        final Operator<T, WindowResult<K, Long>> counting;
        if (window.bounds() instanceof WindowBounds.Sessions<?> sessions) {
            slices = null;
            counting = sessions(stage, node, instance, counted, sessions, unplaced, forgotten);
        } else {
            final WindowBounds.Aligned aligned = (WindowBounds.Aligned) window.bounds();
            slices = aligned.slices(settings.get(Settings.WINDOW_SLICES_MAX));
            counting = sliced(stage, node, instance, counted, aligned, unplaced);
        }
        final KeptWindow<K, T, O> kept = new KeptWindow<>(
                node.name(),
                window.keys().selector(),
                window.codec(),
                window.step(),
                slices,
                window.telling().latenessNs(),
                settings.get(Settings.WINDOW_RECORDS_MAX),
                forgotten);
        return specialiser.create(
                Operator.class,
                KeptWindowOperator.class,
                kept,
                counting,
                unplaced,
                opener(
                        stage,
                        node.name() + "~records",
                        instance,
                        window.keys(),
                        window.codec().schemaId()));
    }

    private <K, T, O> Operator<?, ?> policyWindow(
            final String stage, final PlanNode node, final int instance, final Task.PolicyWindow<K, T, O> task) {
        final Config settings = config.forStage(stage);
        final PolicyWindow<K, T> window = new PolicyWindow<>(
                node.name(),
                task.keys().selector(),
                WindowRule.of(task.kept(), task.told(), task.codec()),
                settings.get(Settings.WINDOW_RECORDS_MAX),
                settings.get(Settings.WINDOW_PORTION),
                settings.get(Settings.ERROR_POLICY) == ErrorPolicy.RETRY);
        final WindowContents<K, T, O> contents = window.contents(task.step(), task.codec());
        final int schemaId = SchemaId.joined("policies", window.rule().schemaId(), contents.schemaId());
        return specialiser.create(
                Operator.class,
                PolicyWindowOperator.class,
                window,
                contents,
                opener(stage, node.name(), instance, task.keys(), schemaId),
                clock);
    }
}
