// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.BoundedDisorder;
import io.ringbus.chain.WatermarkStrategy;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanLoop;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import java.util.List;

/** Tells what a plan does and what becomes of it: for people, as text or as a Mermaid diagram. */
public final class Explanation {
    private final Plan plan;
    private final Config config;
    private final StageLayout layout;
    private final List<PlanLoop> loops;

    public Explanation(final Plan plan, final Config config) {
        this.plan = plan;
        this.config = config;
        this.layout = new StageLayout(plan);
        this.loops = plan.loops();
    }

    /** Plan and topology, a line a vertex. */
    public String text() {
        final StringBuilder text = new StringBuilder("plan\n");
        for (final PlanNode node : plan.nodes()) {
            text.append("  ").append(described(node)).append('\n');
        }
        text.append("topology (threads=")
                .append(Settings.THREADS.text(config.get(Settings.THREADS)))
                .append(", state=")
                .append(config.get(Settings.STATE_BACKEND))
                .append(")\n");
        for (final StageLayout.Slot slot : layout.stages()) {
            text.append("  stage '").append(slot.name()).append('\'');
            text.append(slot.instances() > 1 ? " x " + slot.instances() : "").append(": ");
            text.append(String.join(
                    " -> ", slot.nodes().stream().map(PlanNode::name).toList()));
            text.append('\n');
            for (final PlanNode node : slot.nodes()) {
                rings(node, text);
            }
        }
        return text.toString();
    }

    private String described(final PlanNode node) {
        final List<String> inputs =
                node.inputs().stream().map(id -> plan.node(id).name()).toList();
        final StringBuilder line = new StringBuilder(node.name());
        if (!node.name().startsWith(node.task().detail())) {
            line.append(" (").append(node.task().detail()).append(')');
        }
        if (!inputs.isEmpty()) {
            line.append(" <- ").append(String.join(", ", inputs));
        }
        for (final PlanLoop loop : loops) {
            if (loop.head().id() == node.id()) {
                line.append(", ").append(loop.tail().name());
            }
        }
        if (node.output().type() != null) {
            line.append(" : ").append(node.output().type().getSimpleName());
        }
        final String time = aboutTime(node.task());
        return time.isEmpty() ? line.toString() : line + " [" + time + "]";
    }

    /** What a vertex has to say about event time. */
    private static String aboutTime(final Task task) {
        if (task instanceof Task.Read<?> read && read.idleAfterNs() > 0) {
            return "idle after " + duration(read.idleAfterNs());
        }
        if (task instanceof Task.Receive<?> receive && receive.idleAfterNs() > 0) {
            return "idle after " + duration(receive.idleAfterNs());
        }
        if (task instanceof Task.EventTime<?> time) {
            return aboutWatermarks(time.watermarks());
        }
        if (task instanceof Task.Iterate iterate && iterate.maxWaitNs() > 0) {
            return "ends when silent for " + duration(iterate.maxWaitNs());
        }
        return task instanceof Task.Heartbeat heartbeat ? duration(heartbeat.boundNs()) + " behind the clock" : "";
    }

    private static String aboutWatermarks(final WatermarkStrategy<?> watermarks) {
        if (watermarks instanceof BoundedDisorder<?> bounded) {
            return bounded.disorderNs() == 0 ? "in order" : "disorder " + duration(bounded.disorderNs());
        }
        final Class<?> type = watermarks.getClass();
        return "watermarks by " + (type.isHidden() ? "a function" : type.getSimpleName());
    }

    private static String duration(final long ns) {
        return Settings.FLUSH_INTERVAL.text(ns);
    }

    private void rings(final PlanNode node, final StringBuilder text) {
        for (final PlanNode reader : plan.readersOf(node)) {
            if (layout.crosses(node, reader)) {
                ring(node, reader, text).append('\n');
            }
        }
        for (final PlanLoop loop : loops) {
            if (loop.tail().id() == node.id()) {
                final PlanNode last = loop.last(plan);
                final Config settings = config.forRing(StageLayout.ringName(last, loop.head()));
                ring(last, loop.head(), text)
                        .append(", spill=")
                        .append(Settings.LOOP_SPILL_BYTES_MAX.text(settings.get(Settings.LOOP_SPILL_BYTES_MAX)))
                        .append('\n');
            }
        }
    }

    private StringBuilder ring(final PlanNode from, final PlanNode to, final StringBuilder text) {
        final String name = StageLayout.ringName(from, to);
        final Config settings = config.forRing(name);
        return text.append("    ring '")
                .append(name)
                .append("' to '")
                .append(to.name())
                .append("', slots=")
                .append(settings.get(Settings.RING_SLOTS))
                .append(", flush=")
                .append(Settings.FLUSH_INTERVAL.text(settings.get(Settings.FLUSH_INTERVAL)));
    }

    /** A flow chart: a box a vertex, a frame a stage, a thick arrow a ring. */
    public String mermaid() {
        final StringBuilder chart = new StringBuilder("flowchart LR\n");
        int index = 0;
        for (final StageLayout.Slot slot : layout.stages()) {
            chart.append("  subgraph s").append(index++).append("[\"stage ").append(slot.name());
            chart.append(slot.instances() > 1 ? " x " + slot.instances() : "").append("\"]\n");
            for (final PlanNode node : slot.nodes()) {
                chart.append("    n").append(node.id()).append(shape(node)).append('\n');
            }
            chart.append("  end\n");
        }
        for (final PlanNode node : plan.nodes()) {
            for (final PlanNode reader : plan.readersOf(node)) {
                chart.append("  n").append(node.id());
                chart.append(layout.crosses(node, reader) ? " ==> n" : " --> n")
                        .append(reader.id())
                        .append('\n');
            }
        }
        for (final PlanLoop loop : loops) {
            chart.append("  n").append(loop.tail().id()).append(" ==> n");
            chart.append(loop.head().id()).append('\n');
        }
        return chart.toString();
    }

    private static String shape(final PlanNode node) {
        final String label = "\"" + node.name() + "\"";
        final Task task = node.task();
        if (task instanceof Task.Read || task instanceof Task.Receive) {
            return "([" + label + "])";
        }
        return task instanceof Task.Write ? "[/" + label + "/]" : "[" + label + "]";
    }
}
