// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Settings;
import io.ringbus.stage.Execution;
import io.ringbus.windows.aggregate.Aggregates;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is small and made often costs no allocation either: boxes, and portions of checkpoints. */
class SmallThingsAllocationTest {
    private static final int KEYS = 1 << 16;
    private static final int PORTION_BYTES = 64;

    /** Notes numbers in an array, for which the compiler must keep all locals: there may be no such place. */
    private static final class Noting implements Sink<Long> {
        private final long[] noted = new long[AllocationTest.ROUND_RECORDS];
        private int next;
        private long count;

        @Override
        public void accept(final Long result, final long timestampNs) {
            noted[next] = result;
            next = next + 1 == AllocationTest.ROUND_RECORDS ? 0 : next + 1;
            count++;
        }
    }

    @Test
    void aBoxThatASinkMightFailAt() {
        final Noting sink = new Noting();
        AllocationTest.assertNoAllocation(
                (pipeline, ticks) -> ticks.keyBy(Tick::id)
                        .aggregate(Aggregates.sumLong(Tick::price))
                        .to(sink),
                "slab");
        assertTrue(sink.count > AllocationTest.ROUND_RECORDS, () -> "only " + sink.count + " came out");
    }

    /** Each key once. */
    private static final class EachKey implements Source<Tick> {
        private int next;

        @Override
        public Poll poll(final Output<Tick> output) {
            if (next == KEYS) {
                return Poll.NOTHING_YET;
            }
            output.emit(new Tick(next, "", next, 0), 0);
            next++;
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "key " + next;
        }
    }

    @Test
    void portionsOfACheckpoint(@TempDir final Path folder) {
        final AtomicLong completed = new AtomicLong();
        final Pipeline pipeline = Pipeline.create(AllocationTest.config("slab")
                        .with(Settings.CHECKPOINT_DIR, Optional.of(folder))
                        .with(Settings.CHECKPOINT_INTERVAL, 0L)
                        .with(Settings.CHECKPOINT_PORTION, PORTION_BYTES))
                .onCheckpoint(new CheckpointListener() {
                    @Override
                    public void completed(final CompletedCheckpoint checkpoint) {
                        completed.incrementAndGet();
                    }
                });
        final EachKey source = new EachKey();
        pipeline.from(source).as(Tick.class).keyBy(Tick::id).sum(Tick::price).to((tick, timeNs) -> {});
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Execution execution = pipeline.start()) {
            while (source.next < KEYS) {
                execution.doWork();
            }
            final long before = threads.getCurrentThreadAllocatedBytes();
            pipeline.checkpoint();
            while (completed.get() == 0) {
                execution.doWork();
            }
            final long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < KEYS, () -> bytes + " bytes for " + KEYS + " keys, in portions of about one");
        }
    }
}
