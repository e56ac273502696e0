// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.stage.BarrierTimes;
import io.ringbus.stage.Counters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Shows among a pipeline's counters how many checkpoints were taken, and what the newest took.
 *
 * <p><b>Threading.</b> Told by the coordinator's thread, read by any.
 */
final class CheckpointGauges implements CheckpointListener {
    private final CheckpointListener next;
    private final AtomicLong complete = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile CompletedCheckpoint newest = new CompletedCheckpoint(0, 0, 0, BarrierTimes.NONE);

    /** {@code next} is told the same. */
    CheckpointGauges(final Counters counters, final CheckpointListener next) {
        this.next = next;
        counters.gauge("checkpoints complete", complete::get);
        counters.gauge("checkpoints failed", failed::get);
        show(counters, "bytes", CompletedCheckpoint::bytes);
        show(counters, "duration ns", CompletedCheckpoint::durationNs);
        show(counters, "alignment ns", each -> each.longest().alignmentNs());
        show(counters, "freeze ns", each -> each.longest().freezeNs());
        show(counters, "longest portion ns", each -> each.longest().portionNsMax());
    }

    private void show(final Counters counters, final String what, final ToLongFunction<CompletedCheckpoint> figure) {
        counters.gauge("checkpoint " + what, () -> figure.applyAsLong(newest));
    }

    @Override
    public void completed(final CompletedCheckpoint checkpoint) {
        newest = checkpoint;
        complete.incrementAndGet();
        next.completed(checkpoint);
    }

    @Override
    public void failed(final long checkpointId, final Throwable cause) {
        failed.incrementAndGet();
        next.failed(checkpointId, cause);
    }
}
