// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.ring.Ingress;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.StageSimulator;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.policy.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Three inputs that speak, fall silent, wake behind the others and end, merged, with a window behind them, against
 * {@link NaiveTime}.
 *
 * <p>A script says one thing after the other; in between all stages run in a seeded order until nothing is left to do. What has
 * come out then is compared each time, so a window that fires too late is found as well as one that fires too early.
 */
class TimeSimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 1_000);
    private static final int INPUTS = 3;
    private static final int ACTIONS = 40;
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration IDLE_AFTER = Duration.ofHours(1);
    private static final long[] FLUSH_INTERVALS_NS = {0, 500, 20_000};

    /** One input: a source that is told what to do, or an ingress. */
    private static final class Input implements Source<Tick> {
        private final Deque<Tick> ticks = new ArrayDeque<>();
        private Ingress<Tick> ingress;
        private boolean idle;
        private boolean ending;
        private long nowNs;

        @Override
        public Poll poll(final Output<Tick> output) {
            if (!ticks.isEmpty()) {
                output.emit(ticks.remove(), SlotLayout.NO_TIME);
                return Poll.EMITTED;
            }
            return ending ? Poll.EXHAUSTED : idle ? Poll.IDLE : Poll.NOTHING_YET;
        }

        @Override
        public String position() {
            return "-";
        }

        void publish() {
            if (ingress != null) {
                while (!ticks.isEmpty() && ingress.tryPublish(ticks.peek())) {
                    ticks.remove();
                }
                if (ticks.isEmpty() && ending) {
                    ingress.close();
                }
            }
        }
    }

    /** All that a seed decides about one run. */
    private static final class Run {
        private final Random random;
        private final String where;
        private final long[] disorderNs = new long[INPUTS];
        private final long slideNs;
        private final long sizeNs;
        private final List<Input> inputs = new ArrayList<>();
        private final List<String> results = new ArrayList<>();
        private final List<String> script = new ArrayList<>();
        private final NaiveTime naive;
        private final StageSimulator simulator;
        private long lateCount;
        private int actions;

        Run(final long seed) {
            where = "seed=" + seed;
            random = new Random(seed);
            for (int i = 0; i < INPUTS; i++) {
                disorderNs[i] = 1 + random.nextInt(3) * 10L;
                inputs.add(new Input());
            }
            slideNs = 10L * (1 + random.nextInt(4));
            sizeNs = slideNs * (1 + random.nextInt(3));
            naive = new NaiveTime(disorderNs, sizeNs, slideNs);
            simulator = new StageSimulator(seed).clockStepNsMax(1 + random.nextInt(5_000));
        }

        private Config config() {
            return Config.defaults()
                    .with(Settings.STATE_BACKEND, "slab")
                    .with(Settings.SPECIALISE, false)
                    .with(Settings.RING_SLOTS, 4 << random.nextInt(3))
                    .with(Settings.FLUSH_INTERVAL, FLUSH_INTERVALS_NS[random.nextInt(FLUSH_INTERVALS_NS.length)])
                    .with(Settings.FLUSH_BATCH, 1 + random.nextInt(8))
                    .with(Settings.STATE_KEYS, random.nextInt(8) == 0 ? 1 << 17 : 4) // many: windows look ahead
                    .with(Settings.WINDOW_PORTION, 1 + random.nextInt(3))
                    .with(Settings.STAGE_DRAIN_LIMIT, simulator.drainLimit());
        }

        private Stream<Tick> from(final Pipeline pipeline, final int index) {
            final Input input = inputs.get(index);
            if (index < INPUTS - 1) {
                return pipeline.from(input).as(Tick.class);
            }
            if (random.nextBoolean()) { // the one input that time finds silent: of two, the order would be chance
                return pipeline.from(input, IDLE_AFTER).as(Tick.class);
            }
            input.ingress = pipeline.ingress("in", Codecs.of(Tick.class));
            return pipeline.from(input.ingress, IDLE_AFTER);
        }

        private Stream<Tick> timed(final Pipeline pipeline, final int index) {
            final Stream<Tick> timed = from(pipeline, index)
                    .eventTime(Tick::timeNs, Watermarks.bounded(Time.of(disorderNs[index], TimeUnit.NANOSECONDS)));
            final Stream<Tick> kept = timed.filter(Run::isKept);
            return random.nextBoolean() ? kept.stage("stage-" + index) : kept;
        }

        private static boolean isKept(final Tick tick) {
            return tick.price() % 4 != 0;
        }

        /** Answers the trace hash. */
        long simulate() throws StageSimulator.Crash {
            final Pipeline pipeline = Pipeline.create(config());
            Stream<Tick> merged = timed(pipeline, 0).merge(timed(pipeline, 1)).merge(timed(pipeline, 2));
            if (random.nextBoolean()) {
                merged = merged.stage("merged");
            }
            merged.keyBy(Tick::id)
                    .parallelism(1 + random.nextInt(3))
                    .window(Time.of(sizeNs, TimeUnit.NANOSECONDS))
                    .every(Time.of(slideNs, TimeUnit.NANOSECONDS))
                    .late((tick, timeNs) -> lateCount++)
                    .count()
                    .to((result, timeNs) -> results.add(result.key() + " " + result.startNs() + " " + result.value()));
            simulator.eachStep(() -> inputs.forEach(Input::publish));
            simulator.whenQuiet(SOON_NS, this::act);
            simulator.run(pipeline.translate(simulator.environment()).topology());
            check();
            return simulator.traceHash();
        }

        private void act() {
            check();
            final int index = random.nextInt(INPUTS);
            final Input input = inputs.get(index);
            actions++;
            if (actions > ACTIONS || random.nextInt(30) == 0) {
                end(index, input);
            } else if (random.nextInt(4) > 0) {
                speak(index, input);
            } else if (index == INPUTS - 1) {
                script.add(index + " is silent");
                simulator.clock().advance(2 * IDLE_AFTER.toNanos());
                naive.idle(index);
            } else {
                script.add(index + " idle");
                input.idle = true;
                naive.idle(index);
            }
        }

        private void end(final int index, final Input input) {
            script.add(index + " end");
            input.ending = true;
            if (!naive.hasEnded(index)) {
                naive.end(index);
            }
        }

        private void speak(final int index, final Input input) {
            if (naive.hasEnded(index)) {
                return;
            }
            input.idle = false;
            if (random.nextInt(4) == 0) { // catches up with the others, or overtakes them
                input.nowNs =
                        inputs.stream().mapToLong(other -> other.nowNs).max().getAsLong() + random.nextInt(100) - 50;
            }
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                input.nowNs += random.nextInt(12);
                final long timeNs = input.nowNs - random.nextInt(40);
                final Tick tick = Tick.of(random.nextInt(4), random.nextInt(100), timeNs);
                script.add(index + " " + tick.id() + "@" + timeNs + (isKept(tick) ? "" : " dropped"));
                naive.record(index, tick, isKept(tick));
                input.ticks.add(tick);
            }
        }

        private void check() {
            assertEquals(
                    String.join("\n", sorted(naive.results())),
                    String.join("\n", sorted(results)),
                    () -> where + " " + script);
            assertEquals(naive.lateCount(), lateCount, () -> where + " " + script);
        }

        private static List<String> sorted(final List<String> lines) {
            final List<String> sorted = new ArrayList<>(lines);
            Collections.sort(sorted);
            return sorted;
        }
    }

    @Test
    void equalsTheRulesAfterEachStepOfTheScript() throws StageSimulator.Crash {
        final long liveBytes = Slab.liveBytes();
        long results = 0;
        long late = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Run run = new Run(seed);
            run.simulate();
            results += run.results.size();
            late += run.lateCount;
            assertEquals(liveBytes, Slab.liveBytes(), "seed=" + seed);
        }
        assertTrue(results > SEEDS * 10L && late > SEEDS, "results=" + results + " late=" + late);
    }

    @Test
    void theSameSeedTakesTheSameSteps() throws StageSimulator.Crash {
        for (long seed = 0; seed < Math.max(10, SEEDS / 20); seed++) {
            final Run once = new Run(seed);
            final Run again = new Run(seed);
            assertEquals(once.simulate(), again.simulate(), "seed=" + seed);
            assertEquals(once.results, again.results, "seed=" + seed);
        }
    }
}
