// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.chain.Specialiser;
import io.ringbus.config.WaitMode;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.SharedIngress;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.slot.Slab;
import io.ringbus.testing.StageSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole topologies on one thread, in seeded orders, against a count that a few lines make. */
class StageSimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 1_000);
    private static final long SPAN_NS = 50;

    /** Out-of-order ticks, some of them missing for a while. */
    private static final class Disordered implements Source<Tick> {
        private final List<Tick> ticks = new ArrayList<>();
        private final Random random;
        private int next;

        Disordered(final Random random, final int disorderNs) {
            this.random = new Random(random.nextLong());
            long timeNs = random.nextInt(500);
            for (int i = random.nextInt(300); i > 0; i--) {
                timeNs += random.nextInt(6);
                ticks.add(new Tick(timeNs + random.nextInt(disorderNs + 1), random.nextInt(5)));
            }
        }

        @Override
        public Poll poll(final Output<Tick> output) {
            if (random.nextInt(10) == 0) {
                return Poll.NOTHING_YET;
            }
            if (next == ticks.size()) {
                return Poll.EXHAUSTED;
            }
            for (int i = 1 + random.nextInt(3); i > 0 && next < ticks.size(); i--) { // several records in one poll
                output.emit(ticks.get(next++), Long.MIN_VALUE);
            }
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "tick " + next;
        }
    }

    private static Map<Long, Long> oracle(final List<List<Tick>> inputs) {
        final Map<Long, Long> counts = new TreeMap<>();
        for (final List<Tick> input : inputs) {
            for (final Tick tick : input) {
                counts.merge(tick.id() / SPAN_NS * CountPerKey.KEYS_MAX + tick.value(), 1L, Long::sum);
            }
        }
        return counts;
    }

    /** One run: topology and result. */
    private static final class Run {
        final StageSimulator simulator;
        final Map<Long, Long> result = new TreeMap<>();
        final List<List<Tick>> inputs = new ArrayList<>();
        final Topology topology;
        private final int disorderNs;
        private final Specialiser specialiser;

        Run(final long seed) {
            simulator = new StageSimulator(seed);
            disorderNs = simulator.random().nextInt(20);
            specialiser = new Specialiser(seed % 50 == 0);
            final RunSettings settings = new RunSettings(RunSettings.INLINE, WaitMode.YIELD, 1, List.of(), 1);
            topology = new Topology(simulator.environment(), settings, specialiser);
        }

        private RingSpec spec() {
            return RingSpec.of(2 << simulator.random().nextInt(5), 16, 8, 1024);
        }

        private FlushPolicy policy() {
            final Random random = simulator.random();
            return new FlushPolicy(random.nextInt(4_000) - 1, 1 + random.nextInt(20), random.nextInt(50));
        }

        private void accept(final Tick tick, final long timestampNs) {
            if (result.put(tick.id(), tick.value()) != null) {
                throw new IllegalStateException("counted twice: " + tick);
            }
        }

        private Output<Tick> eventTime(final StageBuilder stage, final Frontier frontier, final Output<Tick> next) {
            return stage.chain().eventTime(Tick::id, disorderNs, Rules.fail("time"), next, frontier);
        }

        private void source(final StageBuilder stage, final Output<Tick> next) {
            final Disordered source = new Disordered(simulator.random(), disorderNs);
            inputs.add(source.ticks);
            final Frontier frontier = new Frontier();
            final long idleAfterNs = simulator.random().nextInt(3) == 0 ? 1_000_000 : 0; // longer than any pause
            stage.source(source, eventTime(stage, frontier, next), Rules.fail("source"), idleAfterNs, frontier);
        }

        /** Two source stages, a merge with counting in the third, a ring, a sink in the fourth. */
        Run merging() {
            final StageBuilder left = topology.stage("left", simulator.drainLimit());
            final StageBuilder right = topology.stage("right", simulator.drainLimit());
            final StageBuilder count = topology.stage("count", simulator.drainLimit());
            final StageBuilder out = topology.stage("out", simulator.drainLimit());
            final Ring first = topology.ring("left-count", spec(), count);
            final Ring second = topology.ring("right-count", spec(), count);
            final Ring third = topology.ring("count-out", spec(), out);
            source(left, left.outlet(first, new TickCodec(), policy()));
            source(right, right.outlet(second, new TickCodec(), policy()));
            final List<Output<Tick>> ports = counting(count, third, 2);
            count.inlet(first, new TickCodec(), ports.get(0));
            count.inlet(second, new TickCodec(), ports.get(1));
            out.inlet(third, new TickCodec(), out.chain().sink(this::accept, Rules.fail("sink")));
            return this;
        }

        private List<Output<Tick>> counting(final StageBuilder stage, final Ring ring, final int count) {
            final Output<Tick> outlet = stage.outlet(ring, new TickCodec(), policy());
            final ErrorRule rule = Rules.fail("count");
            final Output<Tick> merged = stage.chain().operator(new CountPerKey(SPAN_NS), rule, outlet);
            return stage.chain().merge(count, merged);
        }

        /** Two sources and an ingress fused with the counting in one stage, a ring, a sink. */
        Run fused() {
            final StageBuilder count = topology.stage("fused", simulator.drainLimit());
            final StageBuilder out = topology.stage("out", simulator.drainLimit());
            final Ring ring = topology.ring("fused-out", spec(), out);
            final List<Output<Tick>> ports = counting(count, ring, 3);
            source(count, ports.get(0));
            source(count, ports.get(1));
            final SharedIngress<Tick> ingress = topology.ingress("in", spec(), new TickCodec(), 0, count);
            count.inlet(ingress.ring(), new TickCodec(), eventTime(count, new Frontier(), ports.get(2)));
            out.inlet(ring, new TickCodec(), out.chain().sink(this::accept, Rules.fail("sink")));
            final Disordered third = new Disordered(simulator.random(), disorderNs);
            inputs.add(third.ticks);
            simulator.eachStep(() -> {
                while (third.next < third.ticks.size() && ingress.tryPublish(third.ticks.get(third.next))) {
                    third.next++;
                }
                if (third.next == third.ticks.size()) {
                    ingress.close();
                }
            });
            return this;
        }

        void check(final long seed) throws StageSimulator.Crash {
            simulator.run(topology);
            assertEquals(oracle(inputs), result, "seed=" + seed);
        }
    }

    @Test
    void mergedAndFusedStagesCountWhatTheOracleCounts() throws StageSimulator.Crash {
        final long liveBytes = Slab.liveBytes();
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Run run = new Run(seed);
            (seed % 2 == 0 ? run.merging() : run.fused()).check(seed);
        }
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @Test
    void theSameSeedTakesTheSameSteps() throws StageSimulator.Crash {
        for (long seed = 1; seed <= 20; seed++) {
            final Run first = new Run(seed).merging();
            final Run second = new Run(seed).merging();
            first.check(seed);
            second.check(seed);
            assertEquals(first.simulator.traceHash(), second.simulator.traceHash(), "seed=" + seed);
            assertEquals(first.simulator.steps(), second.simulator.steps(), "seed=" + seed);
        }
        final Run first = new Run(2).merging();
        final Run other = new Run(4).merging();
        first.check(2);
        other.check(4);
        assertNotEquals(first.simulator.traceHash(), other.simulator.traceHash());
    }

    @Test
    void aCrashAtAnyStepLeavesNothingBehindAndNamesItsSeed() throws StageSimulator.Crash {
        final long liveBytes = Slab.liveBytes();
        final Run whole = new Run(6).merging();
        whole.check(6);
        for (long step = 1; step < whole.simulator.steps(); step += 37) {
            final Run run = new Run(6).merging();
            run.simulator.failAtStep(step);
            final StageSimulator.Crash crash =
                    assertThrows(StageSimulator.Crash.class, () -> run.simulator.run(run.topology));
            assertTrue(crash.getMessage().startsWith("seed=6 step="), crash::getMessage);
            assertEquals(liveBytes, Slab.liveBytes());
        }
    }

    @Test
    void aFailureIsReportedWithSeedAndStep() {
        final Run run = new Run(8);
        final StageBuilder stage = run.topology.stage("only", 5);
        final Output<Tick> sink = stage.chain()
                .<Tick>sink(
                        (record, timestampNs) -> {
                            throw new IllegalStateException("broken");
                        },
                        Rules.fail("sink"));
        stage.source(new Ticks(5, 1), sink, Rules.fail("source"), 0, new Frontier());
        assertEquals(
                "seed=8 step=1: stage 'only', tick 0: operator 'sink': java.lang.IllegalStateException: broken",
                assertThrows(AssertionError.class, () -> run.simulator.run(run.topology))
                        .getMessage());
        final Run endless = new Run(8);
        final StageBuilder busy = endless.topology.stage("busy", 5);
        final Output<Tick> end = busy.chain().sink((record, timestampNs) -> {}, Rules.fail("sink"));
        busy.source(new Ticks(Long.MAX_VALUE, 1), end, Rules.fail("source"), 0, new Frontier());
        endless.simulator.stepsMax(100);
        assertEquals(
                "seed=8 step=100: not done; unfinished: busy",
                assertThrows(AssertionError.class, () -> endless.simulator.run(endless.topology))
                        .getMessage());
    }
}
