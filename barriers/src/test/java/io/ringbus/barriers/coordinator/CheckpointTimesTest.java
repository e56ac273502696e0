// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.MemorySnapshotStore;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.chain.Specialiser;
import io.ringbus.codec.Codecs;
import io.ringbus.config.WaitMode;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.Frozen;
import io.ringbus.snapshot.Section;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.stage.BarrierTimes;
import io.ringbus.stage.RunSettings;
import io.ringbus.stage.Stage;
import io.ringbus.stage.StageBuilder;
import io.ringbus.stage.Topology;
import io.ringbus.testing.SimulatedClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a complete checkpoint, by a clock that only moves where the test lets something take time. */
class CheckpointTimesTest {
    private static final long BARRIERS_APART_NS = 7_000;
    private static final long FREEZE_NS = 40;
    private static final long[] PORTIONS_NS = {25, 90, 60};
    private static final long BYTES = 1_000;

    private final SimulatedClock clock = new SimulatedClock(0);
    private final List<CompletedCheckpoint> completed = new ArrayList<>();

    /** A source that has nothing yet. */
    private static final class Waiting implements Source<Tick> {
        @Override
        public Poll poll(final Output<Tick> output) {
            return Poll.NOTHING_YET;
        }

        @Override
        public String position() {
            return "before the first";
        }
    }

    /** Its state takes a while to freeze, and is written in portions that take as long as they are said to. */
    private final class Slow implements Operator<Tick, Tick>, Frozen {
        private @Nullable Section section;
        private int portion;

        @Override
        public void process(final Tick tick, final long timestampNs, final Output<Tick> output) {
            output.emit(tick, timestampNs);
        }

        @Override
        public void save(final StateWriter out) {
            if (out.freeze() != null) {
                section = out.freeze().section(this, true);
                portion = 0;
                clock.advance(FREEZE_NS);
            }
        }

        @Override
        public void restore(final StateReader in) {}

        @Override
        public boolean write(final long bytes) {
            final Section to = Objects.requireNonNull(section);
            clock.advance(PORTIONS_NS[portion++]);
            to.entry().room(BYTES);
            to.next();
            if (portion < PORTIONS_NS.length) {
                return false;
            }
            to.end();
            return true;
        }

        @Override
        public void abandon() {}
    }

    private Topology topology(final CheckpointCoordinator coordinator) {
        final Topology topology = new Topology(
                new Environment(clock, FaultPoint.NONE, Thread::new),
                new RunSettings(RunSettings.INLINE, WaitMode.YIELD, 1, List.of(), 1),
                new Specialiser(false));
        topology.barriers(coordinator);
        final List<StageBuilder> stages = List.of(topology.stage("left", 8), topology.stage("right", 8));
        final StageBuilder out = topology.stage("out", 8);
        final Output<Tick> sink = out.chain().sink((tick, timestampNs) -> {}, ConclusionSimulationTest.failing("sink"));
        final List<Output<Tick>> ports =
                out.chain().merge(2, out.chain().operator(new Slow(), ConclusionSimulationTest.failing("slow"), sink));
        for (int id = 0; id < 2; id++) {
            final Ring ring = topology.ring("ring-" + id, RingSpec.of(8, 16, 8, 1024), out);
            stages.get(id)
                    .source(
                            new Waiting(),
                            stages.get(id).outlet(ring, Codecs.of(Tick.class), new FlushPolicy(0, 1, 0)),
                            ConclusionSimulationTest.failing("source"),
                            0,
                            new Frontier());
            out.inlet(ring, Codecs.of(Tick.class), ports.get(id));
        }
        return topology;
    }

    @Test
    void areTheLongestOfAnyStage() throws IOException {
        final long liveBytes = Slab.liveBytes();
        final CheckpointCoordinator coordinator = new CheckpointCoordinator(
                new MemorySnapshotStore(),
                new CheckpointSettings(0, 0, 1_000_000, 2, 16),
                1,
                clock,
                new CheckpointListener() {
                    @Override
                    public void completed(final CompletedCheckpoint checkpoint) {
                        completed.add(checkpoint);
                    }
                });
        final Topology topology = topology(coordinator);
        final List<Stage> stages = topology.build();
        coordinator.attach(stages);
        for (int round = 1; round <= 2; round++) {
            coordinator.request();
            coordinator.doWork();
            stages.get(0).doWork();
            stages.get(2).doWork();
            clock.advance(BARRIERS_APART_NS);
            for (int turn = 0; turn <= PORTIONS_NS.length; turn++) {
                stages.forEach(Stage::doWork);
            }
            assertEquals(round - 1, completed.size());
            coordinator.doWork();
        }
        assertEquals(2, completed.size());
        for (final CompletedCheckpoint each : completed) {
            assertEquals(new BarrierTimes(BARRIERS_APART_NS, FREEZE_NS, 90), each.longest());
            assertEquals(BARRIERS_APART_NS + FREEZE_NS + 25 + 90 + 60, each.durationNs());
            assertTrue(each.bytes() > PORTIONS_NS.length * BYTES && each.bytes() < 4 * BYTES, each.toString());
        }
        stages.forEach(Stage::close);
        topology.discard();
        coordinator.close();
        assertEquals(liveBytes, Slab.liveBytes());
    }
}
