// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A firing in portions, with records that come in between, tells what a firing at once tells. */
class FiringInPortionsTest {
    private static final int SEEDS = 300;
    private static final int ALL_AT_ONCE = 1_000_000;
    private static final int KEYS = 40;

    private static Time ns(final long spanNs) {
        return Time.of(spanNs, TimeUnit.NANOSECONDS);
    }

    /** Turns that the program took; what its windows told goes to {@code results}, late records to {@code late}. */
    private static int run(final long seed, final int portion, final List<String> results, final List<String> late) {
        final Random random = new Random(seed);
        final long disorderNs = random.nextInt(40);
        final long slideNs = 10L * (1 + random.nextInt(3));
        final long sizeNs = slideNs * (1 + random.nextInt(3));
        final long latenessNs = random.nextInt(3) * 15L;
        final List<Tick> ticks = new ArrayList<>();
        long nowNs = 0;
        for (int i = 0; i < 400; i++) {
            nowNs += random.nextInt(40) == 0 ? random.nextInt(400) : random.nextInt(2);
            ticks.add(Tick.of(random.nextInt(KEYS), random.nextInt(100), nowNs - random.nextInt(60)));
        }
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.SPECIALISE, false)
                .with(Settings.WINDOW_PORTION, portion));
        pipeline.from(Sources.of(ticks))
                .eventTime(Tick::timeNs, Watermarks.bounded(ns(1 + disorderNs)))
                .keyBy(Tick::id)
                .window(ns(sizeNs))
                .every(ns(slideNs))
                .lateness(ns(1 + latenessNs))
                .late((tick, timeNs) -> late.add(tick.toString()))
                .count()
                .to((result, timeNs) -> results.add(result + " @" + timeNs));
        int turns = 0;
        try (Execution execution = pipeline.start()) {
            while (!execution.isEnded()) {
                execution.doWork();
                turns++;
            }
        }
        Collections.sort(results);
        return turns;
    }

    @Test
    void tellsWhatAFiringAtOnceTells() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final List<String> atOnce = new ArrayList<>();
            final List<String> lateAtOnce = new ArrayList<>();
            final List<String> inPortions = new ArrayList<>();
            final List<String> lateInPortions = new ArrayList<>();
            final int few = run(seed, ALL_AT_ONCE, atOnce, lateAtOnce);
            final int many = run(seed, 1, inPortions, lateInPortions);
            assertEquals(atOnce, inPortions, "seed " + seed);
            assertEquals(lateAtOnce, lateInPortions, "seed " + seed);
            assertTrue(many > few, "seed " + seed + ": a portion of 1 took no more turns: " + many + " <= " + few);
        }
    }
}
