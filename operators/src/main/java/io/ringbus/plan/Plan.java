// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The logical graph of a pipeline: what is computed, not where. Knows no thread, ring or state store, so that other engines
 * can run it as well.
 *
 * <p><b>Threading.</b> Built by one thread.
 */
public final class Plan {
    private final List<PlanNode> nodes = new ArrayList<>();
    private boolean sealed;

    /** Adds a vertex, named after its task and position. */
    public PlanNode add(final Task task, final List<PlanNode> inputs, final RecordType<?> output) {
        requireOpen();
        final int id = nodes.size();
        final PlanNode node = new PlanNode(
                id,
                freeName(task.word() + "-" + id),
                task,
                inputs.stream().map(PlanNode::id).toList(),
                output);
        nodes.add(node);
        return node;
    }

    /** Begins a loop that reads {@code input}; {@code maxWaitNs} as in {@link Task.Iterate}. */
    public PlanNode beginLoop(final PlanNode input, final long maxWaitNs, final RecordType<?> output) {
        return add(new Task.Iterate(nodes.size(), maxWaitNs), List.of(input), output);
    }

    /** Lets the records of {@code back} go back to {@code head}, from which they must have come. */
    public void closeLoop(final PlanNode head, final PlanNode back) {
        if (back.id() == head.id()) {
            throw new IllegalArgumentException("loop '" + head.name()
                    + "': all records would go round for ever: let only some go back, with a filter, say");
        }
        requireInLoop(head, back);
        add(new Task.Back(((Task.Iterate) head.task()).loop()), List.of(back), back.output());
        PlanLoop.of(this);
    }

    /** Refuses {@code node} if none of its records come from loop {@code head}. */
    public void requireInLoop(final PlanNode head, final PlanNode node) {
        if (!PlanLoop.reachable(this, head).contains(node.id())) {
            throw new IllegalArgumentException("loop '" + head.name() + "': stream '" + node.name()
                    + "' does not come from it: build it from the stream that the loop's body is given");
        }
    }

    /** The loops, by the order of their heads. */
    public List<PlanLoop> loops() {
        PlanLoop.requireClosed(this);
        return PlanLoop.of(this);
    }

    /** A user may have given a vertex the name that another one would get by itself. */
    private String freeName(final String wanted) {
        String name = wanted;
        while (isTaken(name, nodes.size())) {
            name += "'";
        }
        return name;
    }

    private boolean isTaken(final String name, final int id) {
        for (final PlanNode other : nodes) {
            if (other.id() != id && other.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void requireOpen() {
        if (sealed) {
            throw new IllegalStateException(
                    "pipeline: started before: what is added now would never run; put it together, then start it");
        }
    }

    /** Refuses all changes from here on. */
    public void seal() {
        sealed = true;
    }

    /** Replaces a vertex by one with another name or output type; answers the new one. */
    public PlanNode replace(final PlanNode node, final String name, final RecordType<?> output) {
        requireOpen();
        if (isTaken(name, node.id())) {
            throw new IllegalArgumentException("pipeline: two vertices are called '" + name
                    + "': names identify state, stages and rings: give each its own");
        }
        final PlanNode replaced = new PlanNode(node.id(), name, node.task(), node.inputs(), output);
        nodes.set(node.id(), replaced);
        return replaced;
    }

    /** Replaces the task of a vertex; answers the new vertex. */
    public PlanNode replace(final PlanNode node, final Task task) {
        requireOpen();
        final PlanNode replaced = new PlanNode(node.id(), node.name(), task, node.inputs(), node.output());
        nodes.set(node.id(), replaced);
        return replaced;
    }

    /**
     * The same plan with each chain of merges as one: {@code a.merge(b).merge(c)} merges three inputs. As two, the first would
     * promise time on behalf of its inputs, when both are idle, for which the whole still waits.
     */
    public Plan withWholeMerges() {
        final Plan whole = new Plan();
        final Map<Integer, Integer> ids = new HashMap<>();
        for (final PlanNode node : nodes) {
            if (!isPartOfMerge(node)) {
                final int id = whole.nodes.size();
                final List<Integer> inputs =
                        wholeInputs(node).stream().map(ids::get).toList();
                whole.nodes.add(new PlanNode(id, node.name(), node.task(), inputs, node.output()));
                ids.put(node.id(), id);
            }
        }
        whole.sealed = true;
        return whole;
    }

    private boolean isPartOfMerge(final PlanNode node) {
        final List<PlanNode> readers = readersOf(node);
        return node.task() instanceof Task.Merge
                && readers.size() == 1
                && readers.get(0).task() instanceof Task.Merge;
    }

    private List<Integer> wholeInputs(final PlanNode node) {
        final List<Integer> inputs = new ArrayList<>();
        for (final int id : node.inputs()) {
            if (isPartOfMerge(node(id))) {
                inputs.addAll(wholeInputs(node(id)));
            } else {
                inputs.add(id);
            }
        }
        return inputs;
    }

    /** The vertex with this id. */
    public PlanNode node(final int id) {
        return nodes.get(id);
    }

    /** All vertices, inputs before their readers. */
    public List<PlanNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The vertices that read {@code node}, once for each edge, in the order in which they were added. */
    public List<PlanNode> readersOf(final PlanNode node) {
        final List<PlanNode> readers = new ArrayList<>();
        for (final PlanNode reader : nodes) {
            for (final int input : reader.inputs()) {
                if (input == node.id()) {
                    readers.add(reader);
                }
            }
        }
        return readers;
    }
}
