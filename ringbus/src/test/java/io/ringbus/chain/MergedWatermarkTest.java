// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.SlotLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergedWatermarkTest {
    private static final int SEEDS = 5_000;

    @Test
    void theLowestOfTheActiveInputsCounts() {
        final MergedWatermark merged = new MergedWatermark(2);
        assertFalse(merged.advance(0, 10));
        assertEquals(SlotLayout.NO_TIME, merged.watermarkNs());
        assertTrue(merged.advance(1, 5));
        assertEquals(5, merged.watermarkNs());
        assertTrue(merged.advance(1, 12));
        assertEquals(10, merged.watermarkNs());
    }

    @Test
    void anIdleInputIsNotWaitedFor() {
        final MergedWatermark merged = new MergedWatermark(2);
        merged.advance(0, 10);
        assertTrue(merged.idle(1));
        assertEquals(10, merged.watermarkNs());
        assertFalse(merged.isIdle());
    }

    @Test
    void anInputThatWakesCountsOnlyOnceItHasCaughtUp() {
        final MergedWatermark merged = new MergedWatermark(2);
        merged.advance(1, 3);
        merged.advance(0, 10);
        merged.idle(1);
        assertFalse(merged.advance(1, 4));
        assertTrue(merged.advance(0, 20));
        assertEquals(20, merged.watermarkNs());
        assertFalse(merged.advance(1, 25));
        assertTrue(merged.advance(0, 30));
        assertEquals(25, merged.watermarkNs());
    }

    @Test
    void whenAllAreIdleTheHighestCounts() {
        final MergedWatermark merged = new MergedWatermark(2);
        merged.advance(0, 10);
        merged.advance(1, 3);
        merged.idle(1);
        assertEquals(10, merged.watermarkNs());
        merged.advance(1, 40);
        assertFalse(merged.idle(1));
        assertTrue(merged.idle(0));
        assertTrue(merged.isIdle());
        assertEquals(40, merged.watermarkNs());
    }

    @Test
    void theEndOfAllPromisesEverything() {
        final MergedWatermark merged = new MergedWatermark(2);
        merged.end(0);
        assertFalse(merged.isEnded());
        merged.advance(1, 7);
        assertEquals(7, merged.watermarkNs());
        assertTrue(merged.end(1));
        assertTrue(merged.isEnded());
        assertFalse(merged.isIdle());
        assertEquals(Long.MAX_VALUE, merged.watermarkNs());
    }

    /** The rules in so many words, without a thought for cost. */
    private static final class Oracle {
        private final List<Long> watermarks = new ArrayList<>();
        private final List<String> modes = new ArrayList<>();
        private long promised = SlotLayout.NO_TIME;

        Oracle(final int inputs) {
            for (int i = 0; i < inputs; i++) {
                watermarks.add(SlotLayout.NO_TIME);
                modes.add("active");
            }
        }

        void speak(final int input) {
            if (modes.get(input).equals("idle") && watermarks.get(input) >= promised) {
                modes.set(input, "active");
            }
        }

        void advance(final int input, final long toNs) {
            watermarks.set(input, Math.max(toNs, watermarks.get(input)));
            speak(input);
            promise();
        }

        void idle(final int input) {
            if (modes.get(input).equals("active")) {
                modes.set(input, "idle");
            }
            promise();
        }

        void end(final int input) {
            modes.set(input, "ended");
            promise();
        }

        private List<Long> of(final String mode) {
            final List<Long> found = new ArrayList<>();
            for (int i = 0; i < modes.size(); i++) {
                if (modes.get(i).equals(mode)) {
                    found.add(watermarks.get(i));
                }
            }
            return found;
        }

        private void promise() {
            final List<Long> active = of("active");
            final List<Long> idle = of("idle");
            final long candidate;
            if (!active.isEmpty()) {
                candidate = active.stream().min(Long::compare).get();
            } else if (!idle.isEmpty()) {
                candidate = idle.stream().max(Long::compare).get();
            } else {
                candidate = Long.MAX_VALUE;
            }
            promised = Math.max(promised, candidate);
        }
    }

    @Test
    void anySequenceComesToWhatTheRulesSay() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Random random = new Random(seed);
            final int inputs = 1 + random.nextInt(4);
            final MergedWatermark merged = new MergedWatermark(inputs);
            final Oracle oracle = new Oracle(inputs);
            long timeNs = 0;
            for (int step = 0; step < 40; step++) {
                final int input = random.nextInt(inputs);
                final long before = merged.watermarkNs();
                final boolean moved;
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        moved = merged.idle(input);
                        oracle.idle(input);
                    }
                    case 2 -> {
                        merged.wake(input);
                        moved = false;
                        oracle.speak(input);
                    }
                    case 3 -> {
                        final boolean ends = random.nextInt(5) == 0;
                        moved = ends && merged.end(input);
                        if (ends) {
                            oracle.end(input);
                        }
                    }
                    default -> {
                        timeNs += random.nextInt(5);
                        final long toNs = timeNs - random.nextInt(10);
                        moved = merged.advance(input, toNs);
                        oracle.advance(input, toNs);
                    }
                }
                final String at = "seed=" + seed + " step=" + step;
                assertEquals(oracle.promised, merged.watermarkNs(), at);
                assertEquals(merged.watermarkNs() > before, moved, at);
                assertEquals(oracle.of("active").isEmpty() && !oracle.of("idle").isEmpty(), merged.isIdle(), at);
                assertEquals(oracle.of("ended").size() == inputs, merged.isEnded(), at);
            }
        }
    }
}
