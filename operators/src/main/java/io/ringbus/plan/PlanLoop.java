// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A way through a plan that leads back to where it began.
 *
 * @param head    where records come in, an {@link Task.Iterate}
 * @param tail    where they go back, a {@link Task.Back}
 * @param members ids of all vertices that a record can pass on its way round
 */
public record PlanLoop(PlanNode head, PlanNode tail, Set<Integer> members) {
    public PlanLoop {
        members = Set.copyOf(members);
    }

    /** The vertex whose records go back. */
    public PlanNode last(final Plan plan) {
        return plan.node(tail.inputs().get(0));
    }

    /** Whether records stay in the loop between two vertices, on their way to its end. */
    public boolean holds(final PlanNode from, final PlanNode to) {
        return members.contains(from.id()) && members.contains(to.id());
    }

    /** The loops of {@code plan} that are closed; those that overlap are refused. */
    static List<PlanLoop> of(final Plan plan) {
        final List<PlanLoop> loops = new ArrayList<>();
        for (final PlanNode head : plan.nodes()) {
            final PlanNode tail = head.task() instanceof Task.Iterate begin ? tail(plan, begin) : null;
            if (tail != null) {
                final Set<Integer> members = new TreeSet<>(reachable(plan, head));
                members.retainAll(leadingTo(plan, tail));
                final PlanLoop loop = new PlanLoop(head, tail, members);
                loops.forEach(other -> other.requireDisjoint(loop, plan));
                loops.add(loop);
            }
        }
        return loops;
    }

    private static @Nullable PlanNode tail(final Plan plan, final Task.Iterate begin) {
        for (final PlanNode node : plan.nodes()) {
            if (node.task() instanceof Task.Back end && end.loop() == begin.loop()) {
                return node;
            }
        }
        return null;
    }

    /** Refuses loops that were begun and not closed. */
    static void requireClosed(final Plan plan) {
        for (final PlanNode head : plan.nodes()) {
            if (head.task() instanceof Task.Iterate begin && tail(plan, begin) == null) {
                throw new IllegalStateException(
                        "loop '" + head.name()
                                + "': nothing goes back, because its body failed before it said what does: build the pipeline anew");
            }
        }
    }

    /** Ids of {@code node} and of all vertices that its records come to, one way or another. */
    static Set<Integer> reachable(final Plan plan, final PlanNode node) {
        final Set<Integer> reached = new TreeSet<>(List.of(node.id()));
        for (final PlanNode reader : plan.nodes()) { // inputs come before their readers
            if (reader.inputs().stream().anyMatch(reached::contains)) {
                reached.add(reader.id());
            }
        }
        return reached;
    }

    private static Set<Integer> leadingTo(final Plan plan, final PlanNode node) {
        final Set<Integer> leading = new TreeSet<>(List.of(node.id()));
        for (int id = node.id(); id >= 0; id--) {
            if (leading.contains(id)) {
                leading.addAll(plan.node(id).inputs());
            }
        }
        return leading;
    }

    private void requireDisjoint(final PlanLoop other, final Plan plan) {
        for (final int id : other.members) {
            if (members.contains(id)) {
                throw new IllegalArgumentException("loop '" + other.head.name() + "': vertex '"
                        + plan.node(id).name() + "' is part of loop '" + head.name()
                        + "', too: loops cannot be nested: put one behind the other");
            }
        }
    }
}
