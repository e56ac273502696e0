// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.WatermarkStrategy;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.slot.Slab;
import io.ringbus.testing.PacedSource;
import io.ringbus.testing.StageSimulator;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Three stages, a merge and a window, stepped on one thread in a seeded order, against a few lines that recompute everything.
 */
class PipelineSimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 1_000);
    private static final long[] SLOTS = {4, 8, 16, 64};
    private static final long[] FLUSH_INTERVALS_NS = {-1, 0, 500, 20_000};

    /** All that a seed decides about one run. */
    private static final class Run {
        private final Random random;
        private final long disorderNs;
        private final long slideNs;
        private final long sizeNs;
        private final int instances;
        private final List<Tick> left;
        private final List<Tick> right;
        private final List<String> results = new ArrayList<>();
        private final Map<Integer, Long> last = new TreeMap<>();

        Run(final long seed) {
            random = new Random(seed);
            disorderNs = random.nextInt(3) * 20L;
            slideNs = 10L * (1 + random.nextInt(4));
            sizeNs = slideNs * (1 + random.nextInt(3));
            instances = 1 + random.nextInt(3);
            left = ticks();
            right = ticks();
        }

        /** Time goes on, by leaps now and then; each record is late by at most the disorder. */
        private List<Tick> ticks() {
            final List<Tick> ticks = new ArrayList<>();
            long nowNs = random.nextInt(50);
            for (int i = random.nextInt(120); i > 0; i--) {
                nowNs += random.nextInt(30) == 0 ? random.nextInt(500) : random.nextInt(8);
                final long timeNs = nowNs - (disorderNs == 0 ? 0 : random.nextInt((int) disorderNs));
                ticks.add(Tick.of(random.nextInt(6), random.nextInt(1_000), timeNs));
            }
            return ticks;
        }

        private Config config(final StageSimulator simulator) {
            return Config.defaults()
                    .with(Settings.STATE_BACKEND, "slab")
                    .with(Settings.SPECIALISE, false)
                    .with(Settings.RING_SLOTS, (int) SLOTS[random.nextInt(SLOTS.length)])
                    .with(Settings.FLUSH_INTERVAL, FLUSH_INTERVALS_NS[random.nextInt(FLUSH_INTERVALS_NS.length)])
                    .with(Settings.FLUSH_BATCH, 1 + random.nextInt(8))
                    .with(Settings.STATE_KEYS, random.nextInt(8) == 0 ? 1 << 17 : 4) // many: windows look ahead
                    .with(Settings.WINDOW_PORTION, 1 + random.nextInt(3))
                    .with(Settings.STAGE_DRAIN_LIMIT, "merge-6", simulator.drainLimit())
                    .with(Settings.STAGE_DRAIN_LIMIT, simulator.drainLimit());
        }

        /** Answers the trace hash. */
        long simulate(final long seed) throws StageSimulator.Crash {
            final StageSimulator simulator = new StageSimulator(seed).clockStepNsMax(1 + random.nextInt(5_000));
            final Pipeline pipeline = Pipeline.create(config(simulator));
            final WatermarkStrategy<Tick> watermarks = disorderNs == 0
                    ? Watermarks.monotonous()
                    : Watermarks.bounded(Time.of(disorderNs, TimeUnit.NANOSECONDS));
            final Stream<Tick> lefts = pipeline.from(PacedSource.of(left, PacedSource.pausing(random, 8)))
                    .eventTime(Tick::timeNs, watermarks)
                    .stage("left");
            final Stream<Tick> rights = pipeline.from(PacedSource.of(right, PacedSource.pausing(random, 8)))
                    .eventTime(Tick::timeNs, watermarks)
                    .filter(tick -> tick.price() % 5 != 0);
            final Stream<Tick> merged = lefts.merge(rights).map(tick -> tick.plus(1));
            merged.keyBy(Tick::id)
                    .parallelism(instances)
                    .window(Time.of(sizeNs, TimeUnit.NANOSECONDS))
                    .every(Time.of(slideNs, TimeUnit.NANOSECONDS))
                    .count()
                    .stage("results")
                    .to((result, timeNs) -> results.add(line(result, timeNs)));
            merged.keyBy(Tick::id).sum(Tick::price).to((sum, timeNs) -> last.put(sum.id(), sum.price()));
            simulator.run(pipeline.translate(simulator.environment()).topology());
            return simulator.traceHash();
        }

        private static String line(final WindowResult<Integer, Long> result, final long timeNs) {
            return result.key() + " [" + result.startNs() + ", " + result.endNs() + ") @" + timeNs + " "
                    + result.value();
        }

        /** Every record counts in every window that holds it: none is late, since watermarks allow for the disorder. */
        void check(final String where) {
            final Map<Integer, Long> sums = new TreeMap<>();
            final Map<String, Long> counts = new TreeMap<>();
            for (final Tick tick : kept()) {
                sums.merge(tick.id(), tick.price() + 1, Long::sum);
                for (long start = Math.floorDiv(tick.timeNs(), slideNs) * slideNs;
                        start > tick.timeNs() - sizeNs;
                        start -= slideNs) {
                    final long end = start + sizeNs;
                    counts.merge(tick.id() + " [" + start + ", " + end + ") @" + (end - 1) + " ", 1L, Long::sum);
                }
            }
            final List<String> expected = new ArrayList<>();
            counts.forEach((window, count) -> expected.add(window + count));
            final String[] actual = results.toArray(new String[0]);
            Arrays.sort(actual);
            final String[] wanted = expected.toArray(new String[0]);
            Arrays.sort(wanted);
            assertEquals(String.join("\n", wanted), String.join("\n", actual), where);
            assertEquals(sums, last, where);
        }

        private List<Tick> kept() {
            final List<Tick> kept = new ArrayList<>(left);
            right.stream().filter(tick -> tick.price() % 5 != 0).forEach(kept::add);
            return kept;
        }
    }

    @Test
    void equalsTheOracleUnderEverySchedule() throws StageSimulator.Crash {
        final long liveBytes = Slab.liveBytes();
        for (long seed = 0; seed < SEEDS; seed++) {
            final Run run = new Run(seed);
            run.simulate(seed);
            run.check("seed=" + seed);
            assertEquals(liveBytes, Slab.liveBytes(), "seed=" + seed);
        }
    }

    @Test
    void theSameSeedTakesTheSameSteps() throws StageSimulator.Crash {
        for (long seed = 0; seed < Math.max(10, SEEDS / 20); seed++) {
            final Run once = new Run(seed);
            final Run again = new Run(seed);
            assertEquals(once.simulate(seed), again.simulate(seed), "seed=" + seed);
            assertEquals(once.results, again.results, "seed=" + seed);
        }
    }
}
