// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Rules;
import io.ringbus.config.WaitMode;
import io.ringbus.ring.SharedIngress;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExecutionTest {
    private static final List<Line> LINES = new ArrayList<>();
    private long liveBytes;

    static {
        for (final WaitMode mode : WaitMode.values()) {
            for (final int threads : new int[] {RunSettings.PER_STAGE, 2, 1}) {
                LINES.add(Line.INLINE.withThreads(threads).withWaitMode(mode));
            }
        }
        LINES.add(Line.INLINE);
        LINES.add(Line.PER_STAGE.withIntervalNs(50_000));
        LINES.add(Line.PER_STAGE.withWaitMode(WaitMode.BLOCK).withIntervalNs(-1));
        LINES.add(new Line(2, WaitMode.PARK, -1, TimeUnit.SECONDS.toNanos(30), true));
    }

    static Set<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ringbus-"))
                .collect(Collectors.toSet());
    }

    @BeforeEach
    void countSlabs() {
        liveBytes = Slab.liveBytes();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertEquals(Set.of(), ourThreads());
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @Test
    void everythingArrivesInEveryWayOfRunning() throws InterruptedException {
        for (final Line line : LINES) {
            final Ticks ticks = new Ticks(2_000, 1);
            final Line.Counting sink = new Line.Counting();
            try (Execution execution = line.of(ticks, new Line.Pass(), sink).start()) {
                execution.await();
                assertTrue(execution.isEnded());
                final Counters counters = execution.counters();
                assertEquals(2_000, counters.value("stage mid records from first"), line::toString);
                assertEquals(2_000, counters.value("stage out records from second"), line::toString);
                assertEquals(2_000, counters.value("source source records"), line::toString);
            }
            assertEquals(2_000, sink.count(), line::toString);
            assertEquals(1, sink.closed());
            assertEquals(1, ticks.opened());
            assertEquals(1, ticks.closed());
        }
    }

    @Test
    void aStopUnderLoadLosesNothing() throws InterruptedException {
        for (final Line line : LINES) {
            final Ticks ticks = new Ticks(Long.MAX_VALUE, 1);
            final Line.Counting sink = new Line.Counting();
            final Execution execution = line.of(ticks, new Line.Pass(), sink).start();
            if (line.threads() == RunSettings.INLINE) {
                while (ticks.emitted() < 5_000) {
                    execution.doWork();
                }
            }
            ticks.awaitLoad();
            execution.stop(30, TimeUnit.SECONDS);
            assertTrue(execution.isEnded());
            assertTrue(ticks.emitted() > 5_000, line::toString);
            assertEquals(ticks.emitted(), sink.count(), line::toString);
        }
    }

    @Test
    void startingAndStoppingAThousandTimesLeavesNothingBehind() throws InterruptedException {
        for (int cycle = 0; cycle < 1_000; cycle++) {
            final Line line = LINES.get(cycle % LINES.size());
            final Ticks ticks = new Ticks(Long.MAX_VALUE, 1);
            final Line.Counting sink = new Line.Counting();
            final Execution execution = line.of(ticks, new Line.Pass(), sink).start();
            switch (cycle % 3) {
                case 0 -> execution.close();
                case 1 -> execution.cancel();
                default -> execution.stop(30, TimeUnit.SECONDS);
            }
            assertTrue(execution.isEnded(), "cycle=" + cycle);
            assertEquals(ticks.opened(), ticks.closed(), "cycle=" + cycle);
            assertEquals(liveBytes, Slab.liveBytes(), "cycle=" + cycle);
        }
    }

    @Test
    void aCancelDropsWhatIsInTheRings() throws InterruptedException {
        for (final Line line : LINES) {
            final Ticks ticks = new Ticks(Long.MAX_VALUE, 1);
            final Line.Counting sink = new Line.Counting();
            final Execution execution = line.of(ticks, new Line.Pass(), sink).start();
            if (line.threads() == RunSettings.INLINE) {
                execution.doWork();
            }
            execution.cancel();
            execution.await();
            assertTrue(execution.isEnded());
            assertTrue(sink.count() >= 0 && sink.count() <= ticks.emitted(), line::toString);
        }
    }

    @Test
    void whatAnIngressAcceptedComesOutAfterTheStop() throws InterruptedException {
        for (final Line line : LINES) {
            final Topology topology = line.topology();
            final StageBuilder stage = topology.stage("only", 16);
            final SharedIngress<Tick> ingress =
                    topology.ingress("in", Line.SPEC, new TickCodec(), TimeUnit.SECONDS.toNanos(30), stage);
            final Line.Counting sink = new Line.Counting();
            stage.inlet(ingress.ring(), new TickCodec(), stage.chain().sink(sink, Rules.fail("sink")));
            final Execution execution = topology.start();
            for (int id = 0; id < 500; id++) { // more than the ring holds: inline, the publisher drives the stage
                ingress.publish(new Tick(id, 0));
            }
            execution.stop(30, TimeUnit.SECONDS);
            assertEquals(500, sink.count(), line::toString);
            assertThrows(IllegalStateException.class, () -> ingress.publish(new Tick(1, 1)));
        }
    }

    @Test
    void onlyAnExecutionWithoutThreadsIsDrivenByItsCaller() throws InterruptedException {
        final Execution execution = Line.PER_STAGE
                .of(new Ticks(1, 1), new Line.Pass(), new Line.Counting())
                .start();
        assertEquals(
                "execution: doWork() needs ringbus.threads=0; it has threads=3 of its own: call await()",
                assertThrows(IllegalStateException.class, execution::doWork).getMessage());
        execution.await();
    }

    @Test
    void awaitGivesUpInTimeAlsoWhenInlineAndBusy() throws InterruptedException {
        for (final int threads : new int[] {RunSettings.INLINE, 1}) {
            final Execution execution = Line.INLINE
                    .withThreads(threads)
                    .of(new Ticks(Long.MAX_VALUE, 1), new Line.Pass(), new Line.Counting())
                    .start();
            assertFalse(execution.await(20, TimeUnit.MILLISECONDS));
            execution.stop(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTurnWithinATurnDoesNothing() throws InterruptedException {
        final List<Execution> self = new ArrayList<>();
        final List<Integer> work = new ArrayList<>();
        final Execution execution = Line.INLINE
                .of(new Ticks(1, 1), new Line.Pass(), (record, timestampNs) -> {
                    work.add(self.get(0).doWork());
                    self.get(0).cancel();
                })
                .start();
        self.add(execution);
        execution.await();
        assertEquals(List.of(0), work);
        assertTrue(execution.isEnded());
    }

    @Test
    void turnsOfSeveralThreadsDoNotOverlap() throws InterruptedException {
        final Line.Counting sink = new Line.Counting();
        final Ticks ticks = new Ticks(20_000, 1);
        final Execution execution = Line.INLINE.of(ticks, new Line.Pass(), sink).start();
        final List<Thread> drivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            drivers.add(new Thread(() -> {
                while (!execution.isEnded()) {
                    execution.doWork();
                }
            }));
        }
        drivers.forEach(Thread::start);
        for (final Thread driver : drivers) {
            driver.join();
        }
        assertEquals(20_000, sink.count());
    }

    @Test
    void aTopologyIsStartedOnceAndNotEmpty() {
        final Topology empty = Line.INLINE.topology();
        assertEquals(
                "topology: stages=0, built=false: it takes at least one stage and is started once: make a new one",
                assertThrows(IllegalStateException.class, empty::start).getMessage());
        final Topology topology = Line.INLINE.of(new Ticks(1, 1), new Line.Pass(), new Line.Counting());
        final Execution execution = topology.start();
        assertThrows(IllegalStateException.class, topology::start);
        execution.close();
    }

    @Test
    void aTopologyThatIsNeverStartedGivesBackWhatItHolds() {
        final Line.Counting sink = new Line.Counting();
        final Ticks ticks = new Ticks(1, 1);
        final Topology topology = Line.INLINE.of(ticks, new Line.Pass(), sink);
        assertTrue(Slab.liveBytes() > liveBytes);
        topology.discard();
        assertEquals(0, sink.closed());
        assertEquals(0, ticks.closed());
        final Topology halfBuilt = Line.INLINE.topology();
        halfBuilt.stage("hollow", 1);
        assertEquals(
                "stage 'hollow' has no source and no inlet: nothing would ever reach it",
                assertThrows(IllegalStateException.class, halfBuilt::start).getMessage());
        halfBuilt.discard();
    }

    @Test
    void resourcesAreClosedLastAndInReverseOrder() throws InterruptedException {
        final List<String> closed = new ArrayList<>();
        final Topology topology = Line.PER_STAGE.of(new Ticks(10, 1), new Line.Pass(), new Line.Counting());
        topology.closeLast(() -> closed.add("first"));
        topology.closeLast(() -> closed.add("second"));
        topology.start().await();
        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void aResourceThatCannotBeClosedIsReported() {
        final Topology topology = Line.PER_STAGE.of(new Ticks(10, 1), new Line.Pass(), new Line.Counting());
        final Exception cause = new Exception("stuck");
        topology.closeLast(() -> {
            throw cause;
        });
        final Execution execution = topology.start();
        final PipelineException failure = assertThrows(PipelineException.class, execution::await);
        assertTrue(failure.getMessage().contains("failed: java.lang.Exception: stuck"), failure::getMessage);
        assertSame(cause, failure.getCause().getCause());
    }
}
