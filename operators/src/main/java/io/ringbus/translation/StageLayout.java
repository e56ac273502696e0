// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Decides which vertices of a plan share a stage: as many as possible. A ring is needed behind {@code stage(name)}, before a
 * loop, around a parallel operator, and where streams meet that come from different stages behind rings.
 */
public final class StageLayout {
    /**
     * A stage to be.
     *
     * @param name      of its first vertex
     * @param instances how many there are of it
     * @param nodes     its vertices, inputs before readers
     */
    public record Slot(String name, int instances, List<PlanNode> nodes) {
        /** Name of one instance. */
        public String instanceName(final int instance) {
            return instances == 1 ? name : name + "[" + instance + "]";
        }
    }

    private final Plan plan;
    private final int[] stageOf;

    /** Lays out {@code plan}. */
    public StageLayout(final Plan plan) {
        this.plan = plan;
        this.stageOf = new int[plan.nodes().size()];
        for (final PlanNode node : plan.nodes()) {
            stageOf[node.id()] = place(node);
        }
    }

    private int place(final PlanNode node) {
        final boolean root = node.inputs().isEmpty();
        if (root || isCut(node) || node.parallelism() > 1) {
            return node.id();
        }
        if (node.task() instanceof Task.Back) {
            return stageOf[node.inputs().get(0)];
        }
        final TreeSet<Integer> stages = new TreeSet<>();
        boolean roots = true;
        boolean parallel = false;
        for (final int input : node.inputs()) {
            stages.add(stageOf[input]);
            roots &= plan.node(stageOf[input]).inputs().isEmpty();
            parallel |= plan.node(stageOf[input]).parallelism() > 1;
        }
        if (parallel || (stages.size() > 1 && !roots)) {
            return node.id();
        }
        final int first = stages.first();
        for (int id = 0; id < node.id(); id++) { // stages with sources only become one: there is no way between them
            if (stages.contains(stageOf[id])) {
                stageOf[id] = first;
            }
        }
        return first;
    }

    private static boolean isCut(final PlanNode node) {
        return node.task() instanceof Task.Cut || node.task() instanceof Task.Iterate;
    }

    /** The stages, writers before readers. */
    public List<Slot> stages() {
        final Map<Integer, List<PlanNode>> members = new LinkedHashMap<>();
        for (final PlanNode node : plan.nodes()) {
            members.computeIfAbsent(stageOf[node.id()], id -> new ArrayList<>()).add(node);
        }
        final List<Slot> stages = new ArrayList<>();
        members.forEach((id, nodes) ->
                stages.add(new Slot(plan.node(id).name(), plan.node(id).parallelism(), List.copyOf(nodes))));
        return stages;
    }

    /** Whether a ring lies between two vertices. */
    public boolean crosses(final PlanNode from, final PlanNode to) {
        return stageOf[from.id()] != stageOf[to.id()];
    }

    /** Name of the ring between two vertices, unless there are several instances on a side. */
    public static String ringName(final PlanNode from, final PlanNode to) {
        return to.task() instanceof Task.Cut ? to.name() : from.name() + ">" + to.name();
    }
}
