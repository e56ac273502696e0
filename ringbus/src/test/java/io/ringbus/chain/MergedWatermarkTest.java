// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.SlotLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
        assertFalse(merged.becomesIdle());
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
        assertTrue(merged.becomesIdle());
        assertFalse(merged.becomesIdle());
        assertEquals(40, merged.watermarkNs());
        assertFalse(merged.wake(1));
        assertTrue(merged.becomesActive());
        assertFalse(merged.becomesActive());
    }

    @Test
    void anInputThatIsAwakeAndBehindIsNotIdle() {
        final MergedWatermark merged = new MergedWatermark(3);
        merged.advance(1, 3);
        merged.advance(2, 40);
        merged.idle(1);
        assertTrue(merged.advance(0, 10));
        assertFalse(merged.idle(2));
        merged.wake(1);
        assertFalse(merged.idle(0));
        assertFalse(merged.becomesIdle());
        assertEquals(10, merged.watermarkNs());
        assertTrue(merged.idle(1));
        assertTrue(merged.becomesIdle());
        assertEquals(40, merged.watermarkNs());
    }

    @Test
    void anInputThatHasPromisedEverythingDoesNotCloseTimeForTheIdleOnes() {
        final MergedWatermark merged = new MergedWatermark(2);
        merged.advance(1, 3);
        merged.idle(1);
        merged.advance(0, 10);
        assertFalse(merged.advance(0, Long.MAX_VALUE));
        assertTrue(merged.becomesIdle());
        assertFalse(merged.wake(1));
        assertTrue(merged.becomesActive());
        assertTrue(merged.advance(1, 12));
        assertEquals(12, merged.watermarkNs());
        assertTrue(merged.advance(1, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, merged.watermarkNs());
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
        assertFalse(merged.becomesIdle());
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
            if (!modes.get(input).equals("complete")) {
                modes.set(input, watermarks.get(input) >= promised ? "active" : "behind");
                promise();
            }
        }

        void advance(final int input, final long toNs) {
            watermarks.set(input, Math.max(toNs, watermarks.get(input)));
            speak(input);
        }

        void idle(final int input) {
            if (!modes.get(input).equals("complete")) {
                modes.set(input, "idle");
                promise();
            }
        }

        void complete(final int input) {
            modes.set(input, "complete");
            promise();
        }

        boolean isIdle() {
            return of("active").isEmpty()
                    && of("behind").isEmpty()
                    && !of("idle").isEmpty();
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
            if (!of("active").isEmpty()) {
                promised = Math.max(
                        promised, of("active").stream().min(Long::compare).get());
            } else if (isIdle()) {
                promised = Math.max(
                        promised, watermarks.stream().max(Long::compare).get());
            } else if (of("complete").size() == modes.size()) {
                promised = Long.MAX_VALUE;
            }
        }
    }

    @Test
    void anySequenceComesToWhatTheRulesSay() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Random random = new Random(seed);
            final int inputs = 1 + random.nextInt(4);
            final MergedWatermark merged = new MergedWatermark(inputs);
            final Oracle oracle = new Oracle(inputs);
            final Set<Integer> ended = new HashSet<>();
            boolean told = false;
            long timeNs = 0;
            for (int step = 0; step < 40; step++) {
                final int input = random.nextInt(inputs);
                final long before = merged.watermarkNs();
                final String at = "seed=" + seed + " step=" + step;
                boolean moved = false;
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        moved = merged.idle(input);
                        oracle.idle(input);
                    }
                    case 2 -> {
                        moved = merged.wake(input);
                        oracle.speak(input);
                    }
                    case 3 -> {
                        if (random.nextInt(5) == 0) {
                            moved = ended.add(input) ? merged.end(input) : false;
                            oracle.complete(input);
                        }
                    }
                    default -> {
                        timeNs += random.nextInt(5);
                        if (!ended.contains(input)) {
                            final long toNs = timeNs - random.nextInt(10);
                            moved = merged.advance(input, toNs);
                            oracle.advance(input, toNs);
                        }
                    }
                }
                assertEquals(oracle.promised, merged.watermarkNs(), at);
                assertEquals(merged.watermarkNs() > before, moved, at);
                if (random.nextInt(3) > 0) {
                    assertEquals(told && !oracle.isIdle(), merged.becomesActive(), at);
                    told &= oracle.isIdle();
                    assertEquals(!told && oracle.isIdle(), merged.becomesIdle(), at);
                    told |= oracle.isIdle();
                }
                assertEquals(ended.size() == inputs, merged.isEnded(), at);
            }
        }
    }
}
