// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.chain.Step;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.SharedIngress;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inputs that have nothing to say: who notices, and who is told. */
class IdleInputTest {
    private static final long IDLE_AFTER_NS = 10;

    private final SimulatedClock clock = new SimulatedClock(0);
    private final Topology topology = Line.INLINE.topology(new Environment(clock, FaultPoint.NONE, Thread::new));
    private final List<String> seen = new ArrayList<>();
    private List<Stage> stages = List.of();

    /** Polls as it is told: a positive number is a record of that time. */
    private static final class Told implements Source<Tick> {
        private final Deque<Object> answers = new ArrayDeque<>();

        @Override
        public Poll poll(final Output<Tick> output) {
            final Object answer = answers.isEmpty() ? Poll.NOTHING_YET : answers.remove();
            if (answer instanceof Poll poll) {
                return poll;
            }
            output.emit(new Tick((Long) answer, 0), (Long) answer);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "-";
        }
    }

    private record Positive() implements Step<Object, Object> {
        @Override
        public boolean test(final Object tick) {
            return ((Tick) tick).id() > 0;
        }

        @Override
        public Object apply(final Object tick) {
            return tick;
        }
    }

    private final class Seen implements Output<Tick> {
        @Override
        public void emit(final Tick tick, final long timestampNs) {
            seen.add(tick.id() + "@" + timestampNs);
        }

        @Override
        public void emitWatermark(final long watermarkNs) {
            seen.add("W " + watermarkNs);
        }

        @Override
        public void emitIdle() {
            seen.add("idle at " + clock.nanoTime());
        }

        @Override
        public void emitActive() {
            seen.add("active");
        }

        @Override
        public void emitEnd() {
            seen.add("end");
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }

    private void turns(final int count) {
        if (stages.isEmpty()) {
            stages = topology.build();
        }
        for (int turn = 0; turn < count; turn++) {
            stages.forEach(Stage::doWork);
            clock.advance(1);
        }
    }

    @AfterEach
    void close() {
        stages.forEach(Stage::close);
        topology.discard();
    }

    @Test
    void aSourceMayDeclareItselfIdle() {
        final Told source = new Told();
        final StageBuilder stage = topology.stage("only", 4);
        stage.source(source, new Seen(), Rules.fail("source"), 0, new Frontier());
        source.answers.addAll(List.of(1L, Source.Poll.IDLE, Source.Poll.IDLE, Source.Poll.NOTHING_YET, 2L));
        turns(100);
        assertEquals(List.of("1@1", "idle at 0", "2@2", "active"), seen);
    }

    @Test
    void anIngressIsIdleWhileNobodyPublishes() {
        final StageBuilder stage = topology.stage("only", 4);
        final SharedIngress<Tick> ingress = topology.ingress("in", Line.SPEC, new TickCodec(), 0, stage);
        stage.ingress(ingress.ring(), new TickCodec(), new Seen(), IDLE_AFTER_NS);
        turns(5);
        ingress.publish(new Tick(1, 0), 1);
        turns(1);
        assertEquals(Long.MAX_VALUE, stages.get(0).dueNs());
        turns(1);
        assertEquals(6 + IDLE_AFTER_NS, stages.get(0).dueNs());
        turns(20);
        assertEquals(Long.MAX_VALUE, stages.get(0).dueNs());
        ingress.publish(new Tick(2, 0), 2);
        turns(1);
        ingress.close();
        turns(2);
        assertEquals(List.of("1@1", "idle at 16", "2@2", "active", "W " + Long.MAX_VALUE, "end"), seen);
    }

    @Test
    void anIngressWithoutATimeoutIsNeverIdle() {
        final StageBuilder stage = topology.stage("only", 4);
        final SharedIngress<Tick> ingress = topology.ingress("in", Line.SPEC, new TickCodec(), 0, stage);
        stage.ingress(ingress.ring(), new TickCodec(), new Seen(), 0);
        turns(1_000);
        assertEquals(List.of(), seen);
    }

    @Test
    void idlenessCrossesARingAndIsTakenBackThoughAFilterDropsTheRecord() {
        final StageBuilder in = topology.stage("in", 4);
        final StageBuilder out = topology.stage("out", 4);
        final Ring ring = topology.ring("ring", Line.SPEC, out);
        out.inlet(ring, new TickCodec(), new Seen());
        final Told source = new Told();
        final Output<Tick> outlet = in.outlet(ring, new TickCodec(), new FlushPolicy(-1, 64, 10));
        final Output<Tick> filter = in.chain().steps(List.of(new Positive()), List.of(Rules.fail("filter")), outlet);
        final Frontier frontier = new Frontier();
        final Output<Tick> timed = in.chain().eventTime(null, 0, Rules.fail("time"), filter, frontier);
        in.source(source, timed, Rules.fail("source"), IDLE_AFTER_NS, frontier);
        source.answers.addAll(List.of(5L, 6L));
        turns(20);
        source.answers.add(-1L);
        turns(2);
        assertEquals(List.of("W 4", "5@5", "W 5", "6@6", "idle at 11", "active"), seen);
    }
}
