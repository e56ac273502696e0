// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event time that goes on by the clock, taken turn by turn. */
class HeartbeatTest {
    private static final long START_NS = 1_000;
    private static final long BOUND_NS = 100;
    private static final long INTERVAL_NS = 10;

    private final SimulatedClock clock = new SimulatedClock(START_NS);
    private final Topology topology = Line.INLINE.topology(new Environment(clock, FaultPoint.NONE, Thread::new));
    private final List<String> seen = new ArrayList<>();
    private final Arriving arriving = new Arriving();
    private List<Stage> stages = List.of();

    /** What a test lets arrive; the id is the time. */
    private static final class Arriving implements Source<Tick> {
        private final Deque<Tick> ticks = new ArrayDeque<>();
        private boolean idle;

        @Override
        public Poll poll(final Output<Tick> output) {
            if (ticks.isEmpty()) {
                return idle ? Poll.IDLE : Poll.NOTHING_YET;
            }
            final Tick tick = ticks.remove();
            output.emit(tick, tick.id());
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "-";
        }
    }

    /** Writes down what comes, marks included. */
    private final class Seen implements Operator<Tick, Tick> {
        @Override
        public void process(final Tick record, final long timestampNs, final Output<Tick> output) {
            seen.add("" + record.id());
            output.emit(record, timestampNs);
        }

        @Override
        public boolean onWatermark(final long watermarkNs, final Output<Tick> output) {
            seen.add("W " + watermarkNs);
            return true;
        }
    }

    private Output<Tick> sink(final StageBuilder stage) {
        return stage.chain().sink((record, timestampNs) -> {}, Rules.fail("sink"));
    }

    private Output<Tick> seen(final StageBuilder stage, final Output<Tick> next) {
        return stage.chain().operator(new Seen(), Rules.fail("seen"), next);
    }

    private Output<Tick> beating(final StageBuilder stage, final Output<Tick> next) {
        return stage.chain().heartbeat(clock, BOUND_NS, INTERVAL_NS, next);
    }

    private void timed(final StageBuilder stage, final Source<Tick> source, final Output<Tick> next) {
        final Frontier frontier = new Frontier();
        final Output<Tick> head = stage.chain().eventTime(null, 0, Rules.fail("time"), next, frontier);
        stage.source(source, head, Rules.fail("source"), 0, frontier);
    }

    private Stage start() {
        stages = topology.build();
        return stages.get(0);
    }

    @AfterEach
    void close() {
        stages.forEach(Stage::close);
        topology.discard();
    }

    @Test
    void timeGoesOnWithoutRecordsBehindTheClock() {
        final StageBuilder builder = topology.stage("only", 4);
        timed(builder, arriving, beating(builder, seen(builder, sink(builder))));
        final Stage stage = start();
        stage.doWork();
        assertEquals(START_NS + INTERVAL_NS, stage.dueNs());
        clock.advance(INTERVAL_NS - 1);
        assertEquals(0, stage.doWork());
        clock.advance(1);
        stage.doWork();
        clock.advance(5 * INTERVAL_NS);
        stage.doWork();
        assertEquals(List.of("W 900", "W 910", "W 960"), seen);
    }

    @Test
    void recordsThatAreAheadLeadAndThoseBehindDoNotTurnTimeBack() {
        final StageBuilder builder = topology.stage("only", 4);
        timed(builder, arriving, beating(builder, seen(builder, sink(builder))));
        final Stage stage = start();
        stage.doWork();
        arriving.ticks.addAll(List.of(new Tick(850, 0), new Tick(1_050, 0), new Tick(880, 0)));
        clock.advance(INTERVAL_NS);
        stage.doWork();
        clock.advance(200);
        stage.doWork();
        clock.advance(-190); // somebody sets the wall clock
        stage.doWork();
        assertEquals(List.of("W 900", "850", "W 1049", "1050", "880", "W 1110"), seen);
    }

    @Test
    void aMergeWaitsForTheBeatOfASilentInputAndNeverForItsRecords() {
        final StageBuilder builder = topology.stage("only", 4);
        final List<Output<Tick>> ports = builder.chain().merge(2, seen(builder, sink(builder)));
        final Arriving silent = new Arriving();
        silent.idle = true;
        timed(builder, arriving, ports.get(0));
        timed(builder, silent, beating(builder, ports.get(1)));
        final Stage stage = start();
        arriving.ticks.addAll(List.of(new Tick(850, 0), new Tick(2_000, 0)));
        stage.doWork();
        clock.advance(INTERVAL_NS);
        stage.doWork();
        assertEquals(List.of("850", "2000", "W 900", "W 910"), seen);
    }

    @Test
    void theEndOfTheInputIsTheLastBeat() {
        final StageBuilder builder = topology.stage("only", 4);
        timed(builder, new Ticks(1, 1), beating(builder, seen(builder, sink(builder))));
        final Stage stage = start();
        while (!stage.isDone()) {
            stage.doWork();
        }
        clock.advance(1_000);
        stage.doWork();
        assertEquals(Long.MAX_VALUE, stage.dueNs());
        assertEquals("W " + Long.MAX_VALUE, seen.get(seen.size() - 1));
    }

    @Test
    void aHeldStageBeatsWhenItGoesOn() {
        final StageBuilder builder = topology.stage("only", 4);
        final StageBuilder out = topology.stage("out", 4);
        final Ring ring = topology.ring("ring", RingSpec.of(2, 16, 64, 1024), out);
        final Output<Tick> outlet = builder.outlet(ring, new TickCodec(), new FlushPolicy(0, 1, 0));
        timed(builder, arriving, beating(builder, seen(builder, outlet)));
        final Inlet inlet = new Inlet(ring);
        out.inlet(ring, new TickCodec(), sink(out));
        final Stage stage = start();
        arriving.ticks.addAll(List.of(new Tick(1, 0), new Tick(2, 0), new Tick(3, 0)));
        stage.doWork();
        assertEquals(Long.MAX_VALUE, stage.dueNs());
        clock.advance(INTERVAL_NS);
        stage.doWork();
        assertEquals("3", seen.get(seen.size() - 1));
        inlet.advanceTo(inlet.readableUpTo(2) + 1);
        stage.doWork();
        assertEquals("W 910", seen.get(seen.size() - 1));
    }
}
