// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.windows.aggregate.Aggregates;

/** {@link SlidingPipeline} with an aggregate that can take back what it was given: count and sum alone. */
public final class SlidingTotals extends SlidingPipeline {
    public SlidingTotals() {
        super(Aggregates.<TickJob.Value>count()
                .and(Aggregates.sumLong(TickJob.Value::amount), (count, sum) -> new TickJob.Summary(count, sum, 0, 0)));
    }
}
