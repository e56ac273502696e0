// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.Ring;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Operators that are called by processing time, taken turn by turn. */
class TimerTest {
    private static final long DELAY_NS = 10;

    private final SimulatedClock clock = new SimulatedClock(1_000);
    private final Topology topology = Line.INLINE.topology(new Environment(clock, FaultPoint.NONE, Thread::new));
    private final Arriving arriving = new Arriving();
    private final Echo echo = new Echo();
    private final List<String> seen = new ArrayList<>();

    /** What a test lets arrive. */
    private static final class Arriving implements Source<Tick> {
        private final Queue<Tick> ticks = new ArrayDeque<>();
        private boolean ending;

        @Override
        public Poll poll(final Output<Tick> output) {
            final Tick tick = ticks.poll();
            if (tick == null) {
                return ending ? Poll.EXHAUSTED : Poll.NOTHING_YET;
            }
            output.emitWatermark(tick.id());
            output.emit(tick, tick.id());
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "a tick";
        }
    }

    /** Passes records on, and emits the last one again some time later, once per {@code portion}. */
    private final class Echo implements Operator<Tick, Tick> {
        private long timerNs = NO_TIMER;
        private Tick last = new Tick(-1, -1);
        private int portions = 1;
        private int portionsOfWatermark;

        @Override
        public void process(final Tick record, final long timestampNs, final Output<Tick> output) {
            last = record;
            timerNs = clock.nanoTime() + DELAY_NS;
            output.emit(record, timestampNs);
        }

        @Override
        public boolean onWatermark(final long watermarkNs, final Output<Tick> output) {
            return --portionsOfWatermark < 0;
        }

        @Override
        public long timerNs() {
            return timerNs;
        }

        @Override
        public void onTimer(final long nowNs, final Output<Tick> output) {
            if (last.value() == 13) {
                throw new IllegalArgumentException("unlucky");
            }
            output.emit(new Tick(last.id(), -last.value()), last.id());
            portions--;
            timerNs = portions > 0 ? timerNs : NO_TIMER;
        }
    }

    private Stage fused() {
        final StageBuilder stage = topology.stage("only", 8);
        final Output<Tick> sink =
                stage.chain().sink((record, timestampNs) -> seen.add("" + record.value()), Rules.fail("sink"));
        stage.source(
                arriving, stage.chain().operator(echo, Rules.fail("echo"), sink), Rules.fail("in"), 0, new Frontier());
        return topology.build().get(0);
    }

    private void finish(final Stage stage) {
        stage.close();
        topology.discard();
    }

    @Test
    void aTimerCallsItsOperatorWithoutARecordAndNotBeforeItsTime() {
        final Stage stage = fused();
        assertEquals(0, stage.doWork());
        assertEquals(Long.MAX_VALUE, stage.dueNs());
        arriving.ticks.add(new Tick(1, 7));
        stage.doWork();
        assertEquals(1_000 + DELAY_NS, stage.dueNs());
        clock.advance(DELAY_NS - 1);
        assertEquals(0, stage.doWork());
        assertEquals(List.of("7"), seen);
        clock.advance(1);
        assertEquals(1, stage.doWork());
        assertEquals(List.of("7", "-7"), seen);
        assertEquals(Long.MAX_VALUE, stage.dueNs());
        assertEquals(0, stage.doWork());
        finish(stage);
    }

    @Test
    void aTimerThatIsStillDueContinuesBehindTheRecordsOfTheNextTurn() {
        final Stage stage = fused();
        echo.portions = 3;
        arriving.ticks.add(new Tick(1, 7));
        stage.doWork();
        clock.advance(DELAY_NS);
        stage.doWork();
        stage.doWork();
        assertEquals(List.of("7", "-7", "-7"), seen);
        arriving.ticks.add(new Tick(2, 8));
        stage.doWork();
        clock.advance(DELAY_NS);
        stage.doWork();
        assertEquals(List.of("7", "-7", "-7", "8", "-8"), seen);
        finish(stage);
    }

    @Test
    void aTimerWaitsWhileItsOperatorIsBusyWithAWatermark() {
        final Stage stage = fused();
        arriving.ticks.add(new Tick(1, 7));
        stage.doWork();
        arriving.ticks.add(new Tick(2, 8));
        echo.portionsOfWatermark = 3;
        clock.advance(DELAY_NS);
        stage.doWork();
        while (echo.portionsOfWatermark > 0) {
            assertEquals("7", seen.get(seen.size() - 1));
            stage.doWork();
        }
        stage.doWork();
        clock.advance(DELAY_NS);
        stage.doWork();
        assertEquals(List.of("7", "8", "-8"), seen);
        finish(stage);
    }

    @Test
    void aTimerWaitsWhileARingIsFull() {
        final StageBuilder stage = topology.stage("only", 8);
        final StageBuilder out = topology.stage("out", 8);
        final Ring ring = topology.ring("out", Line.SPEC, out);
        final Output<Tick> outlet = stage.outlet(ring, new TickCodec(), Line.INLINE.policy());
        stage.source(
                arriving,
                stage.chain().operator(echo, Rules.fail("echo"), outlet),
                Rules.fail("in"),
                0,
                new Frontier());
        final Inlet inlet = new Inlet(ring);
        out.inlet(ring, new TickCodec(), out.chain().sink((record, timestampNs) -> {}, Rules.fail("sink")));
        final Stage filling = topology.build().get(0);
        for (int id = 0; id < 200; id++) {
            arriving.ticks.add(new Tick(id, id));
        }
        while (filling.doWork() > 0) {}
        clock.advance(DELAY_NS);
        assertEquals(0, filling.doWork());
        assertEquals(1, echo.portions);
        while (!arriving.ticks.isEmpty()) {
            inlet.advanceTo(inlet.readableUpTo(1_000) + 1);
            filling.doWork();
        }
        clock.advance(DELAY_NS);
        inlet.advanceTo(inlet.readableUpTo(1_000) + 1);
        filling.doWork();
        assertEquals(0, echo.portions);
        filling.close();
        topology.discard();
    }

    @Test
    void aTimerIsForgottenAtTheEnd() {
        final Stage stage = fused();
        arriving.ticks.add(new Tick(1, 7));
        arriving.ending = true;
        while (!stage.isDone()) {
            stage.doWork();
        }
        clock.advance(DELAY_NS);
        assertEquals(Long.MAX_VALUE, stage.dueNs());
        stage.doWork();
        assertEquals(List.of("7"), seen);
        finish(stage);
    }

    @Test
    void aTimerThatFailsEndsThePipelineAndNamesItsOperator() {
        final Stage stage = fused();
        arriving.ticks.add(new Tick(1, 13));
        stage.doWork();
        clock.advance(DELAY_NS);
        final PipelineException failure = assertThrows(PipelineException.class, stage::doWork);
        assertEquals(
                "stage 'only', a tick: operator 'echo': java.lang.IllegalArgumentException: unlucky",
                failure.getMessage());
        finish(stage);
    }
}
