// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import java.util.List;

/**
 * One vertex of a plan.
 *
 * @param id     position in the plan, from 0; inputs have lower ids
 * @param name   unique; the stable identity of what the vertex keeps
 * @param task   what it does
 * @param inputs ids of the vertices whose records it reads
 * @param output what is known of the records it emits
 */
public record PlanNode(int id, String name, Task task, List<Integer> inputs, RecordType<?> output) {
    public PlanNode {
        inputs = List.copyOf(inputs);
    }

    /** Over how many instances the vertex is spread. */
    public int parallelism() {
        final Task.Keys<?, ?> keys = task.keyed();
        return keys == null ? 1 : keys.parallelism();
    }
}
