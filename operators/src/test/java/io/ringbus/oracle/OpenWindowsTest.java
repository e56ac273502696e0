// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Queryable;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.CountedUnplaced;
import io.ringbus.windows.SessionWindow;
import io.ringbus.windows.SessionWindowOperator;
import io.ringbus.windows.SlicedWindow;
import io.ringbus.windows.SlicedWindowOperator;
import io.ringbus.windows.Slices;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What windows answer when they are asked after each record and watermark, beside lists of records; and that it changes nothing. */
class OpenWindowsTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 250);
    private static final List<String> KEYS = List.of("A", "B", "C", "never seen");
    private static final int SLICES_MAX = 4096;

    private static final class Asked {
        private final Operator<Script.Event, WindowResult<String, List<Integer>>> operator;
        private final RecordingOutput<WindowResult<String, List<Integer>>> output = new RecordingOutput<>(1);

        Asked(final Operator<Script.Event, WindowResult<String, List<Integer>>> operator) {
            this.operator = operator;
        }

        List<?> query(final String key) throws Exception {
            return ((Queryable) operator).query(key);
        }

        /** Asks between the portions of a firing as well; what is open then is already what is open afterwards. */
        void step(final Script.Step step, final boolean asking) throws Exception {
            if (step instanceof Script.Event event) {
                operator.process(event, event.ticks(), output);
            } else if (step instanceof Script.Mark mark) {
                while (!operator.onWatermark(mark.ticks(), output)) {
                    output.nextTurn();
                    for (final String key : asking ? KEYS : List.<String>of()) {
                        query(key);
                    }
                }
            }
            output.nextTurn();
        }
    }

    @Test
    void answersAllOpenWindowsOfSlices() throws Exception {
        int answers = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final long size = 1L + random.nextInt(60);
            final long slide = random.nextInt(4) == 0 ? size : 1L + random.nextInt(40);
            final long offset = random.nextInt(50);
            final long lateness = random.nextBoolean() ? 0 : random.nextInt(40);
            final Script script = EventTimeScripts.random(random);
            final SlicedWindow<String, Script.Event, List<Integer>, WindowResult<String, List<Integer>>> window =
                    new SlicedWindow<>(
                            "ids",
                            Script.Event::key,
                            Slices.of(size, slide, offset, SLICES_MAX),
                            new EventIds(script.events()),
                            WindowShape.whole(),
                            lateness,
                            SLICES_MAX,
                            2);
            final Asked asked = new Asked(sliced(window));
            final Asked silent = new Asked(sliced(window));
            final List<Script.Event> events = new ArrayList<>();
            long mark = Long.MIN_VALUE;
            for (final Script.Step step : script.steps()) {
                asked.step(step, true);
                silent.step(step, false);
                if (step instanceof Script.Event event) {
                    events.add(event);
                } else if (step instanceof Script.Mark at) {
                    mark = at.ticks();
                }
                for (final String key : KEYS) {
                    final List<?> answer = asked.query(key);
                    assertEquals(open(events, key, size, slide, offset, mark), answer, "seed=" + seed + " at " + step);
                    answers += answer.size();
                }
            }
            assertEquals(silent.output.emitted(), asked.output.emitted(), "seed=" + seed + ": asking changed it");
            asked.operator.close();
            silent.operator.close();
        }
        assertTrue(answers > 100 * SEEDS, "windows answered: " + answers);
    }

    private static Operator<Script.Event, WindowResult<String, List<Integer>>> sliced(
            final SlicedWindow<String, Script.Event, List<Integer>, WindowResult<String, List<Integer>>> window) {
        return new SlicedWindowOperator<>(
                window, HeapKeyedState::new, new CountedUnplaced<>(new RecordingOutput<>()), new Specialiser(false));
    }

    private static List<WindowResult<String, List<Integer>>> open(
            final List<Script.Event> events,
            final String key,
            final long size,
            final long slide,
            final long offset,
            final long mark) {
        final Map<Long, List<Integer>> windows = new TreeMap<>();
        for (final Script.Event event : events) {
            long start = event.ticks() - Math.floorMod(event.ticks() - offset, slide);
            for (; event.key().equals(key) && start > event.ticks() - size; start -= slide) {
                if (start + size - 1 > mark) {
                    windows.computeIfAbsent(start, any -> new ArrayList<>()).add(event.id());
                }
            }
        }
        final List<WindowResult<String, List<Integer>>> results = new ArrayList<>();
        windows.forEach((start, ids) -> results.add(new WindowResult<>(key, start, start + size, ids, true)));
        return results;
    }

    private static <R> WindowResult<String, R> early(final WindowResult<String, R> told) {
        return new WindowResult<>(told.key(), told.startNs(), told.endNs(), told.value(), true);
    }

    /** Whatever is answered before the last watermark is what it then tells. */
    @Test
    void answersTheSessionsThatTheEndTells() throws Exception {
        int answers = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final int gap = 1 + random.nextInt(30);
            final Script script = EventTimeScripts.random(random);
            final int cut = random.nextInt(script.steps().size());
            final Asked asked = new Asked(new SessionWindowOperator<>(
                    new SessionWindow<>(
                            "ids",
                            Script.Event::key,
                            event -> 1 + event.value() % gap,
                            new EventIds(script.events()),
                            WindowShape.whole(),
                            random.nextInt(20),
                            script.events(),
                            2),
                    HeapKeyedState::new,
                    new CountedUnplaced<>(new RecordingOutput<>())));
            for (final Script.Step step : script.steps().subList(0, cut)) {
                asked.step(step, true);
            }
            final List<Object> open = new ArrayList<>();
            for (final String key : KEYS) {
                open.addAll(asked.query(key));
            }
            final int told = asked.output.emitted().size();
            asked.step(new Script.Mark(Long.MAX_VALUE), true);
            final List<Object> last = new ArrayList<>();
            for (final String key : KEYS) {
                asked.output.emitted().stream()
                        .skip(told)
                        .filter(emitted -> emitted.record().key().equals(key))
                        .forEach(emitted -> last.add(early(emitted.record())));
                assertEquals(List.of(), asked.query(key), "seed=" + seed + ": after the end");
            }
            assertEquals(last, open, "seed=" + seed);
            answers += open.size();
            asked.operator.close();
        }
        assertTrue(answers > SEEDS / 2, "sessions answered: " + answers);
    }
}
