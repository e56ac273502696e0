// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The logical graph of a pipeline: what is computed, not where. Knows no thread, ring or state store, so that other engines
 * can run it as well.
 *
 * <p><b>Threading.</b> Built by one thread.
 */
public final class Plan {
    private final List<PlanNode> nodes = new ArrayList<>();

    /** Adds a vertex, named after its task and position. */
    public PlanNode add(final Task task, final List<PlanNode> inputs, final RecordType<?> output) {
        final int id = nodes.size();
        final PlanNode node = new PlanNode(
                id,
                task.word() + "-" + id,
                task,
                inputs.stream().map(PlanNode::id).toList(),
                output);
        nodes.add(node);
        return node;
    }

    /** Replaces a vertex by one with another name or output type; answers the new one. */
    public PlanNode replace(final PlanNode node, final String name, final RecordType<?> output) {
        for (final PlanNode other : nodes) {
            if (other.id() != node.id() && other.name().equals(name)) {
                throw new IllegalArgumentException(
                        "pipeline: two vertices are called '" + name + "': names identify state and must be unique");
            }
        }
        final PlanNode replaced = new PlanNode(node.id(), name, node.task(), node.inputs(), output);
        nodes.set(node.id(), replaced);
        return replaced;
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
