// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source.Poll;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Sources;
import io.ringbus.slot.Slab;
import io.ringbus.testing.PacedSource;
import io.ringbus.testing.StageSimulator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops of random shape over tiny rings, whose stages take turns in a seeded order, against a queue that is worked off until
 * it is empty. A loop that waits for itself does not end; one that ends too early loses records.
 */
class LoopSimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 1_000);
    private static final int STEPS_MAX = 2_000_000;
    private static final int SPILL_BYTES_MAX = 1 << 24;
    private static final long[] FLUSH_INTERVALS_NS = {-1, 0, 500, 20_000};

    /** Something that has some rounds to go and becomes up to three others in each. */
    public record Token(long serial, int rounds, long timeNs) {
        List<Token> children(final int most) {
            final List<Token> children = new ArrayList<>();
            final long mixed = (serial + 1) * 0x9E3779B97F4A7C15L;
            final int count = rounds == 0 ? 0 : Math.min(most, (int) (mixed >>> 62));
            for (int child = 0; child < count; child++) {
                children.add(new Token(mixed * 31 + child * 0xBF58476D1CE4E5B9L, rounds - 1, timeNs + child));
            }
            return children;
        }
    }

    /** Passes records on and sees to it that time never goes back and that nothing follows the last watermark. */
    private static final class Watching implements Operator<Token, Token> {
        private long watermarkNs = Long.MIN_VALUE;
        private boolean ended;

        @Override
        public void process(final Token token, final long timestampNs, final Output<Token> output) {
            assertTrue(watermarkNs < Long.MAX_VALUE, "a record after the last watermark");
            assertEquals(token.timeNs() / 1_000, timestampNs / 1_000, "the record's time got lost");
            output.emit(token, token.timeNs());
        }

        @Override
        public boolean onWatermark(final long toNs, final Output<Token> output) {
            assertTrue(toNs > watermarkNs, "time goes back");
            watermarkNs = toNs;
            return true;
        }

        @Override
        public void onEnd(final Output<Token> output) {
            assertFalse(ended, "ends twice");
            assertEquals(Long.MAX_VALUE, watermarkNs, "the end without the last watermark");
            ended = true;
        }
    }

    /** All that a seed decides about one run. */
    private static final class Run {
        private final Random random;
        private final int most;
        private final List<Token> tokens = new ArrayList<>();
        private final List<Token> beside = new ArrayList<>();
        private final Map<Long, Integer> seen = new TreeMap<>();
        private int counted;
        private int cuts;

        Run(final long seed) {
            random = new Random(seed);
            most = 1 + random.nextInt(3);
            final int rounds = 1 + random.nextInt(most == 1 ? 60 : 6);
            for (int i = random.nextInt(50); i > 0; i--) {
                tokens.add(new Token(random.nextLong(), random.nextInt(rounds + 1), 1_000L * tokens.size()));
            }
            for (int i = random.nextInt(3) == 0 ? random.nextInt(30) : 0; i > 0; i--) {
                beside.add(new Token(random.nextLong(), random.nextInt(rounds + 1), 1_000L * beside.size()));
            }
        }

        private Config config(final StageSimulator simulator) {
            return Config.defaults()
                    .with(Settings.STATE_BACKEND, "slab")
                    .with(Settings.SPECIALISE, random.nextInt(50) == 0)
                    .with(Settings.RING_SLOTS, 2 << random.nextInt(4))
                    .with(Settings.FLUSH_INTERVAL, FLUSH_INTERVALS_NS[random.nextInt(FLUSH_INTERVALS_NS.length)])
                    .with(Settings.FLUSH_BATCH, 1 + random.nextInt(8))
                    .with(Settings.STATE_KEYS, 4)
                    .with(Settings.LOOP_SPILL_BYTES_MAX, SPILL_BYTES_MAX)
                    .with(Settings.STAGE_DRAIN_LIMIT, simulator.drainLimit());
        }

        private Stream<Token> cut(final Stream<Token> stream) {
            return random.nextInt(3) == 0 ? stream.stage("cut-" + cuts++) : stream;
        }

        private Stream<Token> spread(final Stream<Token> stream) {
            if (random.nextInt(3) > 0) {
                return stream;
            }
            final int instances = 1 + random.nextInt(3);
            return stream.keyBy(Token::serial).parallelism(instances).maxBy(Token::rounds); // one of a kind
        }

        private Stream<Token> parted(final Stream<Token> stream) {
            return random.nextInt(3) > 0
                    ? stream
                    : cut(stream.filter(token -> token.serial() % 2 == 0))
                            .merge(cut(stream.filter(token -> token.serial() % 2 != 0)));
        }

        private Loop<Token, Token> body(final Stream<Token> looped, final Stream<Token> others) {
            final boolean early = random.nextBoolean();
            Stream<Token> stream = parted(cut(looped));
            stream = beside.isEmpty() || !early ? stream : stream.merge(others);
            stream = stream.through("watching", Watching::new).as(Token.class);
            stream = spread(cut(stream));
            stream = beside.isEmpty() || early ? stream : stream.merge(others);
            final int children = most;
            final Stream<Token> next = stream.<Token>flatMap(
                            (token, out) -> token.children(children).forEach(out::emit))
                    .as(Token.class);
            stream.keyBy(token -> token.serial() % 3)
                    .parallelism(1 + random.nextInt(2))
                    .maxBy(Token::rounds)
                    .to((token, timeNs) -> counted++);
            return Loop.back(spread(parted(cut(next)))).out(cut(stream));
        }

        void simulate(final long seed) throws StageSimulator.Crash {
            final StageSimulator simulator = new StageSimulator(seed)
                    .clockStepNsMax(1 + random.nextInt(5_000))
                    .stepsMax(STEPS_MAX);
            final Pipeline pipeline = Pipeline.create(config(simulator));
            final Stream<Token> input = source(pipeline, tokens);
            final Stream<Token> others = beside.isEmpty() ? input : source(pipeline, beside);
            final Stream<Token> out = random.nextInt(4) == 0 && beside.isEmpty()
                    ? input.iterate(Duration.ofNanos(1 + random.nextInt(1_000)), looped -> body(looped, others))
                    : input.iterate(looped -> body(looped, others));
            out.to((token, timeNs) -> seen.merge(token.serial(), 1, Integer::sum));
            simulator.run(pipeline.translate(simulator.environment()).topology());
        }

        private Poll pace(final int number) {
            return random.nextInt(8) > 0 ? Poll.EMITTED : random.nextInt(4) == 0 ? Poll.IDLE : Poll.NOTHING_YET;
        }

        private Stream<Token> source(final Pipeline pipeline, final List<Token> script) {
            return cut(pipeline.from(PacedSource.of(script, this::pace)).eventTime(Token::timeNs));
        }

        void check(final String where) {
            final Map<Long, Integer> expected = new TreeMap<>();
            final ArrayDeque<Token> queue = new ArrayDeque<>(tokens);
            queue.addAll(beside);
            int count = 0;
            while (!queue.isEmpty()) {
                final Token token = queue.remove();
                expected.merge(token.serial(), 1, Integer::sum);
                queue.addAll(token.children(most));
                count++;
            }
            assertEquals(expected, seen, where);
            assertEquals(count, counted, where);
        }
    }

    /** What goes back bit by bit needs no more than the rings hold, however much is waiting to come in. */
    @Test
    void aLoopTakesNoMoreThanItHasRoomFor() throws StageSimulator.Crash {
        for (long seed = 0; seed < Math.max(10, SEEDS / 50); seed++) {
            final StageSimulator simulator = new StageSimulator(seed).stepsMax(STEPS_MAX);
            final Pipeline pipeline = Pipeline.create(Config.defaults()
                    .with(Settings.SPECIALISE, false)
                    .with(Settings.RING_SLOTS, 4)
                    .with(Settings.FLUSH_INTERVAL, 0L)
                    .with(Settings.LOOP_SPILL_BYTES_MAX, 100 * (Long.BYTES + 128))
                    .with(Settings.STAGE_DRAIN_LIMIT, simulator.drainLimit()));
            final AtomicInteger out = new AtomicInteger();
            final boolean cut = seed % 2 == 0;
            pipeline.from(Sources.generate(number -> new Token(number, 50, 0)).count(1_000))
                    .iterate(looped -> {
                        final Stream<Token> next =
                                looped.map(token -> new Token(token.serial(), token.rounds() - 1, token.timeNs()));
                        final Stream<Token> later = cut ? next.stage("later") : next;
                        return Loop.back(later.filter(token -> token.rounds() > 0))
                                .out(later.filter(token -> token.rounds() == 0));
                    })
                    .to((token, timeNs) -> out.incrementAndGet());
            simulator.run(pipeline.translate(simulator.environment()).topology());
            assertEquals(1_000, out.get(), "seed=" + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1, // a loop's end held its stage
                61 // a stage passed a probe on before it had come on all ways
            })
    void seedsThatHaveFailed(final long seed) throws StageSimulator.Crash {
        final Run run = new Run(seed);
        run.simulate(seed);
        run.check("seed=" + seed);
    }

    @Test
    void equalsAQueueUnderEverySchedule() throws StageSimulator.Crash {
        final long liveBytes = Slab.liveBytes();
        for (long seed = 0; seed < SEEDS; seed++) {
            final Run run = new Run(seed);
            run.simulate(seed);
            run.check("seed=" + seed);
            assertEquals(liveBytes, Slab.liveBytes(), "seed=" + seed);
        }
    }
}
