// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.stage.BarrierTimes;
import io.ringbus.stage.Counters;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Shows among a pipeline's counters how many checkpoints were taken, and what the newest took.
 *
 * <p><b>Threading.</b> Told by the coordinator's thread, read by any.
 */
final class CheckpointGauges implements CheckpointListener {
    private static final System.Logger LOGGER = System.getLogger(CheckpointGauges.class.getName());

    private final CheckpointListener next;
    private final AtomicLong complete = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong thrownByListener = new AtomicLong();
    private volatile CompletedCheckpoint newest = new CompletedCheckpoint(0, 0, 0, BarrierTimes.NONE);

    /** {@code next} is told the same; when it throws, that is counted and logged. */
    CheckpointGauges(final Counters counters, final CheckpointListener next) {
        this.next = next;
        counters.gauge("checkpoints complete", complete::get);
        counters.gauge("checkpoints failed", failed::get);
        counters.gauge("checkpoint listener failures", thrownByListener::get);
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
        tell(checkpoint.id(), () -> next.completed(checkpoint));
    }

    @Override
    public void failed(final long checkpointId, final Throwable cause) {
        failed.incrementAndGet();
        tell(checkpointId, () -> next.failed(checkpointId, cause));
    }

    /** What the embedder's listener throws is its own affair: checkpoints go on. */
    private void tell(final long checkpointId, final Runnable call) {
        try {
            call.run();
        } catch (final RuntimeException thrown) {
            thrownByListener.incrementAndGet();
            LOGGER.log(
                    Level.WARNING,
                    "checkpoint " + checkpointId + ": the listener given to onCheckpoint threw, checkpoints go on",
                    thrown);
        }
    }
}
