// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.Ring;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of two ways into a stage one is slow: whether the other waits for its barrier is what tells the modes apart. */
class BarrierModeTest {
    private static final List<String> STAGES = List.of("left", "right", "out");

    /** Emits a tick at every poll. */
    private record Steady(int id) implements Source<Tick> {
        @Override
        public Poll poll(final Output<Tick> output) {
            output.emit(new Tick(id, id), Long.MIN_VALUE);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "-";
        }
    }

    private final List<Long> accepted = new ArrayList<>();
    private final List<String> saved = new ArrayList<>();

    private final class Saved implements BarrierListener {
        @Override
        public void chunk(final String stage, final long checkpointId, final StateWriter chunk) {
            chunk.close();
        }

        @Override
        public void saved(final String stage, final long checkpointId, final StateWriter state) {
            saved.add(stage + " " + checkpointId);
            state.close();
        }

        @Override
        public void ended(final String stage, final StateWriter state) {
            state.close();
        }
    }

    /** Ticks of the left that are accepted while its barrier waits for that of the right. */
    private long acceptedBehindTheBarrier(final boolean holding) {
        final Environment environment = new Environment(new SimulatedClock(0), FaultPoint.NONE, Thread::new);
        final Topology topology = Line.INLINE.topology(environment);
        topology.barriers(new Saved());
        topology.barrierRules(new BarrierRules(holding, 64));
        final List<StageBuilder> builders = new ArrayList<>();
        STAGES.forEach(name -> builders.add(topology.stage(name, 1)));
        final StageBuilder out = builders.get(2);
        final List<Output<Tick>> ports = out.chain()
                .merge(2, out.chain().sink((tick, timestampNs) -> accepted.add(tick.id()), Rules.fail("sink")));
        for (int id = 0; id < 2; id++) {
            final StageBuilder in = builders.get(id);
            final Ring ring = topology.ring(in.name() + "-out", Line.SPEC, out);
            in.source(
                    new Steady(id),
                    in.outlet(ring, new TickCodec(), Line.INLINE.policy()),
                    Rules.fail("source"),
                    0,
                    new Frontier());
            out.inlet(ring, new TickCodec(), ports.get(id));
        }
        final List<Stage> stages = topology.build();
        final Stage left = stages.get(0);
        final Stage right = stages.get(1);
        final Stage reader = stages.get(2);
        left.request(1);
        right.request(1);
        turn(left, reader);
        accepted.clear();
        for (int turn = 0; turn < 10; turn++) {
            turn(left, reader);
        }
        final long behind = accepted.size();
        assertEquals(List.of("left 1"), saved);
        for (int turn = 0; turn < 3; turn++) {
            turn(right, left, reader);
        }
        assertEquals(List.of("left 1", "right 1", "out 1"), saved);
        left.request(2);
        right.request(2);
        for (int turn = 0; turn < 30; turn++) {
            turn(right, left, reader);
        }
        assertEquals("out 2", saved.get(saved.size() - 1));
        assertEquals(6, saved.size());
        stages.forEach(Stage::close);
        topology.discard();
        return behind;
    }

    private static void turn(final Stage... stages) {
        for (final Stage stage : stages) {
            stage.doWork();
        }
    }

    @Test
    void exactlyOnceHoldsAWayInUntilAllBarriersHaveCome() {
        assertEquals(0, acceptedBehindTheBarrier(true));
    }

    @Test
    void atLeastOnceHoldsNone() {
        assertEquals(10, acceptedBehindTheBarrier(false));
    }
}
