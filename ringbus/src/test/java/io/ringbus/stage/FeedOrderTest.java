// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.Tick;
import io.ringbus.testing.SimulatedClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several feeds in one stage, taken turn by turn. */
class FeedOrderTest {
    private final SimulatedClock clock = new SimulatedClock(0);
    private final Topology topology = Line.INLINE.topology(new Environment(clock, FaultPoint.NONE, Thread::new));
    private final List<String> seen = new ArrayList<>();

    private Output<Tick> sink(final StageBuilder stage, final String name) {
        return stage.chain().sink((record, timestampNs) -> seen.add(name + record.id()), Rules.fail("sink"));
    }

    private void timed(final StageBuilder stage, final String name, final Source<Tick> source) {
        final Frontier frontier = new Frontier();
        final Output<Tick> head = stage.chain().eventTime(null, 0, Rules.fail("time"), sink(stage, name), frontier);
        stage.source(source, head, Rules.fail(name), 0, frontier);
    }

    private void run(final int turnsMax) {
        final Stage stage = topology.build().get(0);
        for (int turn = 0; turn < turnsMax && !stage.isDone(); turn++) {
            stage.doWork();
            clock.advance(1);
        }
        stage.close();
        topology.discard();
    }

    @Test
    void theFeedThatLagsGoesFirstUntilItHasCaughtUp() {
        final StageBuilder stage = topology.stage("only", 2);
        timed(stage, "fast", new Ticks(10, 100));
        timed(stage, "slow", new Ticks(60, 10));
        run(1_000);
        assertEquals(70, seen.size());
        long fastNs = 0;
        long slowNs = 0;
        long apartNsMax = 0;
        for (final String line : seen.subList(0, seen.indexOf("slow59"))) {
            if (line.startsWith("fast")) {
                fastNs = Long.parseLong(line.substring(4)) * 100;
            } else {
                slowNs = Long.parseLong(line.substring(4)) * 10;
            }
            apartNsMax = Math.max(apartNsMax, Math.abs(fastNs - slowNs));
        }
        assertTrue(apartNsMax <= 300, seen::toString); // two turns of the faster one's steps
    }

    @Test
    void aFeedThatHasNothingToSayIsNotWaitedFor() {
        final StageBuilder stage = topology.stage("only", 2);
        final Source<Tick> silent = new Source<>() {
            private boolean spoken;

            @Override
            public Poll poll(final Output<Tick> output) {
                if (spoken) {
                    return Poll.NOTHING_YET;
                }
                spoken = true;
                output.emit(new Tick(0, 0), 1);
                return Poll.EMITTED;
            }

            @Override
            public String position() {
                return "-";
            }
        };
        timed(stage, "silent", silent);
        timed(stage, "live", new Ticks(20, 100));
        run(50);
        assertTrue(seen.contains("live19"), seen::toString);
    }

    @Test
    void aFeedWithoutEventTimeNeitherStarvesNorIsStarved() {
        final StageBuilder stage = topology.stage("only", 2);
        timed(stage, "timed", new Ticks(1_000, 1));
        stage.source(new Ticks(1_000, 1), sink(stage, "plain"), Rules.fail("plain"), 0, new Frontier());
        run(10);
        assertEquals(40, seen.size());
        assertEquals(20, seen.stream().filter(line -> line.startsWith("plain")).count());
    }

    @Test
    void aSilentSourceIsDeclaredIdleOnceUntilItSpeaks() {
        final StageBuilder stage = topology.stage("only", 2);
        final Source<Tick> halting = new Source<>() {
            private int polls;

            @Override
            public Poll poll(final Output<Tick> output) {
                polls++;
                if (polls % 50 != 0) {
                    return polls > 150 ? Poll.EXHAUSTED : Poll.NOTHING_YET;
                }
                output.emit(new Tick(polls, 0), 1);
                return Poll.EMITTED;
            }

            @Override
            public String position() {
                return "-";
            }
        };
        final Output<Tick> sink = sink(stage, "x");
        final Output<Tick> head = new Output<>() {
            @Override
            public void emit(final Tick record, final long timestampNs) {
                sink.emit(record, timestampNs);
            }

            @Override
            public void emitWatermark(final long watermarkNs) {
                seen.add("W");
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
        };
        stage.source(halting, head, Rules.fail("source"), 10, new Frontier());
        run(1_000);
        assertEquals(
                List.of(
                        "idle at 10",
                        "x50",
                        "active",
                        "idle at 60",
                        "x100",
                        "active",
                        "idle at 109",
                        "x150",
                        "active",
                        "W",
                        "end"),
                seen);
    }

    @Test
    void aSourcesRuleCoversItsBadItemsButNotABrokenSource() {
        final StageBuilder stage = topology.stage("only", 5);
        final Source<Tick> flawed = new Source<>() {
            private int polls;

            @Override
            public Poll poll(final Output<Tick> output) throws IOException {
                polls++;
                if (polls == 3) {
                    throw new NumberFormatException("line 3");
                }
                if (polls == 6) {
                    throw new IOException("cut off");
                }
                output.emit(new Tick(polls, 0), 1);
                return Poll.EMITTED;
            }

            @Override
            public String position() {
                return "line " + polls;
            }
        };
        final io.ringbus.chain.ErrorRule skip = Rules.skip("lines");
        stage.source(flawed, sink(stage, "x"), skip, 0, new Frontier());
        String message = "";
        try {
            run(100);
        } catch (final PipelineException failure) {
            message = failure.getMessage();
            topology.discard();
        }
        assertEquals("stage 'only', line 6: operator 'lines': java.io.IOException: cut off", message);
        assertEquals(List.of("x1", "x2", "x4", "x5"), seen);
        assertEquals(1, skip.skipped().get());
    }
}
