// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.environment.Clock;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.Tick;
import io.ringbus.slot.Slab;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailureTest {
    private static final List<Line> LINES =
            List.of(Line.INLINE, Line.PER_STAGE, Line.INLINE.withThreads(1), Line.INLINE.withThreads(2));
    private long liveBytes;

    @BeforeEach
    void countSlabs() {
        liveBytes = Slab.liveBytes();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertEquals(Set.of(), ExecutionTest.ourThreads());
        assertEquals(liveBytes, Slab.liveBytes());
    }

    private static PipelineException failureOf(final Topology topology) {
        final Execution execution = topology.start();
        final PipelineException failure = assertThrows(PipelineException.class, execution::await);
        assertTrue(execution.isEnded());
        assertSame(failure, assertThrows(PipelineException.class, execution::await));
        execution.close();
        return failure;
    }

    /** Forwards to another source; subclasses of none, so a test says what goes wrong in a lambda. */
    private record Faulty(Ticks ticks, Fault onOpen, Fault onPoll, Fault onClose) implements Source<Tick> {
        interface Fault {
            void happen() throws Exception;
        }

        static final Fault NONE = () -> {};

        @Override
        public void open() throws Exception {
            ticks.open();
            onOpen.happen();
        }

        @Override
        public Poll poll(final Output<Tick> output) throws Exception {
            final Poll poll = ticks.poll(output);
            if (ticks.emitted() == 101) {
                onPoll.happen();
            }
            return poll;
        }

        @Override
        public String position() {
            return ticks.position();
        }

        @Override
        public void close() throws Exception {
            ticks.close();
            onClose.happen();
        }
    }

    private static Faulty.Fault thrown(final Exception cause) {
        return () -> {
            throw cause;
        };
    }

    @Test
    void anOperatorThatThrowsEndsEverythingAndIsNamed() {
        for (final Line line : LINES) {
            final Exception cause = new Exception("no luck");
            final Operator<Tick, Tick> unlucky = (record, timestampNs, output) -> {
                if (record.id() == 1_000) {
                    throw cause;
                }
                output.emit(record, timestampNs);
            };
            final Ticks ticks = new Ticks(Long.MAX_VALUE, 1);
            final Line.Counting sink = new Line.Counting();
            final PipelineException failure = failureOf(line.of(ticks, unlucky, sink));
            assertEquals(
                    "stage 'mid', ring 'first', slot 1000: operator 'operator': java.lang.Exception: no luck",
                    failure.getMessage());
            assertEquals("mid", failure.stage());
            assertEquals("ring 'first', slot 1000", failure.position());
            assertSame(cause, failure.getCause());
            assertEquals(1, ticks.closed());
            assertTrue(sink.count() >= 0 && sink.count() <= 1_000);
        }
    }

    @Test
    void aSourceThatThrowsIsNamedWithItsPosition() {
        for (final Line line : LINES) {
            final Faulty source = new Faulty(
                    new Ticks(Long.MAX_VALUE, 1), Faulty.NONE, thrown(new IOException("cut off")), Faulty.NONE);
            assertEquals(
                    "stage 'in', tick 100: operator 'source': java.io.IOException: cut off",
                    failureOf(line.of(source, new Line.Pass(), new Line.Counting()))
                            .getMessage());
            assertEquals(1, source.ticks().closed());
        }
    }

    @Test
    void aSourceThatCannotBeOpenedIsNamedAndClosed() {
        for (final Line line : LINES) {
            final Faulty source = new Faulty(
                    new Ticks(Long.MAX_VALUE, 1), thrown(new IOException("absent")), Faulty.NONE, Faulty.NONE);
            assertEquals(
                    "stage 'in', tick -1: operator 'source': java.io.IOException: absent",
                    failureOf(line.of(source, new Line.Pass(), new Line.Counting()))
                            .getMessage());
            assertEquals(1, source.ticks().closed());
        }
    }

    @Test
    void aSourceBehindASinkThatCannotBeOpenedIsNeitherOpenedNorClosed() {
        final Topology topology = Line.INLINE.topology();
        final StageBuilder stage = topology.stage("only", 8);
        final Ticks ticks = new Ticks(10, 1);
        final Sink<Tick> sink = new Sink<>() {
            @Override
            public void open() throws IOException {
                throw new IOException("locked");
            }

            @Override
            public void accept(final Tick record, final long timestampNs) {}
        };
        stage.source(ticks, stage.chain().sink(sink, Rules.fail("sink")), Rules.fail("source"), 0, new Frontier());
        assertEquals(
                "stage 'only', before the first record: operator 'sink': java.io.IOException: locked",
                failureOf(topology).getMessage());
        assertEquals(0, ticks.opened());
        assertEquals(0, ticks.closed());
    }

    @Test
    void aSinkThatCannotBeClosedIsReported() {
        for (final Line line : LINES) {
            final Sink<Tick> sink = new Sink<>() {
                @Override
                public void accept(final Tick record, final long timestampNs) {}

                @Override
                public void close() throws IOException {
                    throw new IOException("disk full");
                }
            };
            assertEquals(
                    "stage 'out', while closing: java.io.IOException: disk full",
                    failureOf(line.of(new Ticks(10, 1), new Line.Pass(), sink)).getMessage());
        }
    }

    @Test
    void theFirstFailureWinsOverThoseOfClosing() {
        final Faulty source = new Faulty(
                new Ticks(Long.MAX_VALUE, 1),
                Faulty.NONE,
                thrown(new IOException("first")),
                thrown(new IOException("second")));
        assertEquals(
                "stage 'in', tick 100: operator 'source': java.io.IOException: first",
                failureOf(Line.PER_STAGE.of(source, new Line.Pass(), new Line.Counting()))
                        .getMessage());
    }

    @Test
    void aFailureThatAUserSwallowsEndsThePipelineAllTheSame() {
        final Topology topology = Line.INLINE.topology();
        final StageBuilder stage = topology.stage("only", 8);
        final Sink<Tick> broken = (record, timestampNs) -> {
            throw new IllegalStateException("broken");
        };
        final Operator<Tick, Tick> careless = (record, timestampNs, output) -> {
            try {
                output.emit(record, timestampNs);
            } catch (final RuntimeException swallowed) {
                output.isFull();
            }
        };
        final Output<Tick> sink = stage.chain().sink(broken, Rules.fail("sink"));
        final Output<Tick> head = stage.chain().operator(careless, Rules.skip("careless"), sink);
        stage.source(new Ticks(100, 1), head, Rules.skip("source"), 0, new Frontier());
        assertTrue(failureOf(topology).getMessage().contains("operator 'sink'"));
    }

    @Test
    void aFaultOfAStageEndsEverything() {
        final AtomicInteger turns = new AtomicInteger();
        final FaultPoint faults = place -> {
            if (place.equals("mid") && turns.incrementAndGet() == 50) {
                throw new IOException("injected");
            }
        };
        for (final Line line : LINES) {
            turns.set(0);
            final Environment system = Environment.system();
            final Environment environment = new Environment(Clock.SYSTEM, faults, system.threads());
            final PipelineException failure =
                    failureOf(line.of(environment, new Ticks(Long.MAX_VALUE, 1), new Line.Pass(), new Line.Counting()));
            assertEquals("mid", failure.stage());
            assertTrue(failure.getMessage().endsWith(": java.io.IOException: injected"), failure::getMessage);
        }
    }

    @Test
    void aStopThatTakesTooLongNamesTheStagesThatAreNotDoneAndInterruptsThem() {
        final CountDownLatch never = new CountDownLatch(1);
        final CountDownLatch blocked = new CountDownLatch(1);
        final Line line = Line.PER_STAGE;
        final Operator<Tick, Tick> blocking = (record, timestampNs, output) -> {
            blocked.countDown();
            never.await();
        };
        final Execution execution =
                line.of(new Ticks(1, 1), blocking, new Line.Counting()).start();
        assertThrowsTimeout(blocked, execution);
        final PipelineException failure = assertThrows(PipelineException.class, execution::await);
        assertTrue(failure.getMessage().contains("java.lang.InterruptedException"), failure::getMessage);
    }

    private static void assertThrowsTimeout(final CountDownLatch blocked, final Execution execution) {
        final PipelineException late = assertThrows(PipelineException.class, () -> {
            blocked.await();
            execution.stop(50, TimeUnit.MILLISECONDS);
        });
        assertEquals(
                "stage 'mid, out', at stop: not done within 50 ms (ringbus.stop.timeout): cancelled; raise the timeout or"
                        + " look for a blocking operator",
                late.getMessage());
    }

    @Test
    void closeLeavesAFailureToAwait() throws InterruptedException {
        for (final Line line : LINES) {
            final Operator<Tick, Tick> unlucky = new Operator<>() {
                @Override
                public void process(final Tick record, final long timestampNs, final Output<Tick> output) {}

                @Override
                public void onEnd(final Output<Tick> output) throws Exception {
                    throw new Exception("no luck");
                }
            };
            final Execution execution = line.of(new Ticks(Long.MAX_VALUE, 1), unlucky, new Line.Counting())
                    .start();
            execution.close();
            assertThrows(PipelineException.class, execution::await);
        }
    }

    @Test
    void aThreadThatCannotBeMadeLeavesNothingBehind() {
        final AtomicInteger made = new AtomicInteger();
        final Environment environment = new Environment(Clock.SYSTEM, FaultPoint.NONE, work -> {
            if (made.incrementAndGet() == 2) {
                throw new IllegalStateException("no more threads");
            }
            return new Thread(work);
        });
        final Line.Counting sink = new Line.Counting();
        final Topology topology = Line.PER_STAGE.of(environment, new Ticks(1, 1), new Line.Pass(), sink);
        assertThrows(IllegalStateException.class, topology::start);
    }

    @Test
    void aThreadThatCannotBeStartedEndsTheOthers() {
        final AtomicInteger made = new AtomicInteger();
        final Environment environment = new Environment(Clock.SYSTEM, FaultPoint.NONE, work -> {
            final boolean second = made.incrementAndGet() == 2;
            return new Thread(work) {
                @Override
                public void start() {
                    if (second) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.start();
                }
            };
        });
        final Line.Counting sink = new Line.Counting();
        final PipelineException failure =
                failureOf(Line.PER_STAGE.of(environment, new Ticks(Long.MAX_VALUE, 1), new Line.Pass(), sink));
        assertEquals(
                "stage '-', start: java.lang.OutOfMemoryError: unable to create native thread", failure.getMessage());
    }
}
