// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.Sink;
import io.ringbus.config.CheckpointMode;
import io.ringbus.config.Config;
import io.ringbus.config.Guarantee;
import io.ringbus.config.Settings;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import io.ringbus.recovery.Checkpointing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each sink of a plan keeps through a crash: the least of what checkpoints, the sources that reach it, and the sink itself
 * allow.
 */
public final class Guarantees {
    /**
     * What one sink keeps.
     *
     * @param reason why it is not more
     * @param demanded the least that it must keep
     */
    public record Kept(String sink, Guarantee guarantee, String reason, Guarantee demanded) {
        @Override
        public String toString() {
            return sink + ": " + guarantee + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    private final Plan plan;
    private final boolean checkpoints;
    private final boolean atLeastOnce;
    private final String withoutCheckpoints;
    private final Guarantee demandedOfAll;

    private Guarantees(final Plan plan, final Config config) {
        this.plan = plan;
        this.checkpoints = Checkpointing.folder(config).isPresent();
        this.atLeastOnce = config.get(Settings.CHECKPOINT_MODE) == CheckpointMode.AT_LEAST_ONCE;
        this.withoutCheckpoints = config.get(Settings.CHECKPOINT_DIR).isPresent()
                ? "no checkpoints: ringbus.checkpoint.mode=OFF"
                : "no checkpoints: set ringbus.checkpoint.dir";
        this.demandedOfAll = config.get(Settings.GUARANTEE);
    }

    /** Of every sink, in the order of the plan; dead letters last. */
    public static List<Kept> of(final Plan plan, final Config config, final @Nullable DeadLetters deadLetters) {
        final Guarantees guarantees = new Guarantees(plan, config);
        final List<Kept> all = new ArrayList<>();
        final Set<String> everySource = new TreeSet<>();
        for (final PlanNode node : plan.nodes()) {
            final Sink<?> late = StageAssembly.lateSink(node.task());
            if (late != null) {
                all.add(guarantees.kept(node.name() + ".late", late, node, Guarantee.NONE));
            }
            if (node.task() instanceof Task.Write<?> write) {
                all.add(guarantees.kept(node.name(), write.sink(), node, write.demanded()));
            }
            if (node.inputs().isEmpty()) {
                guarantees.forgetful(node, everySource);
            }
        }
        if (deadLetters != null) {
            final String first = new StageLayout(plan).stages().get(0).name();
            all.add(guarantees.kept(
                    "dead letters", deadLetters.in(plan, config).of(first), everySource, Guarantee.NONE));
        }
        return all;
    }

    /**
     * Refuses a plan that demands of a sink more than it can keep.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} names the sink and what stands in the way.
     */
    public static void require(final List<Kept> all) {
        for (final Kept kept : all) {
            if (kept.guarantee.compareTo(kept.demanded) < 0) {
                throw new IllegalStateException("sink '" + kept.sink + "': guarantee=" + kept.guarantee + " < "
                        + kept.demanded + ", which is demanded: " + kept.reason);
            }
        }
    }

    private Kept kept(final String name, final Sink<?> sink, final PlanNode node, final Guarantee demanded) {
        final Set<String> forgetful = new TreeSet<>();
        forgetful(node, forgetful);
        return kept(name, sink, forgetful, demanded);
    }

    private Kept kept(
            final String name, final Sink<?> sink, final Set<String> forgetful, final Guarantee demandedOfSink) {
        final Guarantee demanded = demandedOfSink.compareTo(demandedOfAll) < 0 ? demandedOfAll : demandedOfSink;
        if (!checkpoints) {
            return new Kept(name, Guarantee.NONE, withoutCheckpoints, demanded);
        }
        if (!forgetful.isEmpty()) {
            return new Kept(
                    name,
                    Guarantee.NONE,
                    "what came from " + String.join(", ", forgetful)
                            + " after the last checkpoint cannot be read again: read from files or a journal",
                    demanded);
        }
        final Guarantee most = sink.guarantee();
        if (atLeastOnce && most.compareTo(Guarantee.AT_LEAST_ONCE) > 0) {
            return new Kept(
                    name,
                    Guarantee.AT_LEAST_ONCE,
                    "ringbus.checkpoint.mode=AT_LEAST_ONCE: records may be counted twice after a crash",
                    demanded);
        }
        return new Kept(name, most, reason(most), demanded);
    }

    private static String reason(final Guarantee most) {
        return switch (most) {
            case NONE -> "the sink keeps nothing: another kind does";
            case AT_LEAST_ONCE -> "the sink is given results since the last checkpoint again: another kind keeps more";
            case EFFECTIVELY_ONCE -> "results since the last checkpoint are written again, by key";
            case EXACTLY_ONCE -> "";
        };
    }

    /** Adds the sources above a vertex that cannot give their records again. */
    private void forgetful(final PlanNode node, final Set<String> names) {
        final Task task = node.task();
        final boolean replays = (task instanceof Task.Read<?> read
                        && read.source().replays())
                || (task instanceof Task.Receive<?> receive && receive.ingress().journal() != null);
        if (node.inputs().isEmpty() && !replays) {
            names.add("'" + node.name() + "'");
        }
        for (final int input : node.inputs()) {
            forgetful(plan.node(input), names);
        }
    }
}
