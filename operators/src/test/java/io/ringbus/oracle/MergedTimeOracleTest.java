// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.ChainBuilder;
import io.ringbus.chain.Flow;
import io.ringbus.chain.Output;
import io.ringbus.chain.Specialiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What several inputs come to in time, as Flink's valve tells it, over random scripts. */
class MergedTimeOracleTest {
    private static final int SCRIPTS = Integer.getInteger("ringbus.seeds", 8_000);
    private static final int AGREEING_MIN = 5_000;
    private static final int STEPS = 60;
    private static final long NONE = Long.MIN_VALUE;

    /** Where Flink does otherwise, on purpose. A script ends there. */
    private enum Rule {
        /**
         * When all inputs are idle, the highest watermark is promised. Flink does so only if the one that went idle last had
         * held time back.
         */
        ALL_IDLE_IS_THE_MAXIMUM,

        /**
         * An input that has promised everything does not count: it cannot contradict anybody. To Flink it is active for ever,
         * and when all others are idle or behind, the end of one input closes the windows of all.
         */
        COMPLETE_INPUTS_DO_NOT_COUNT,

        /**
         * When only inputs are awake that lag behind the promise, and one wakes that had gone idle ahead of it, time moves up
         * to that one at once; Flink waits for its next watermark.
         */
        WAKING_COUNTS_AT_ONCE
    }

    /** What the ports say, written down as the valve writes it. */
    private static final class Said implements Output<String> {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void emit(final String record, final long timestampNs) {}

        @Override
        public void emitWatermark(final long watermarkNs) {
            lines.add("W " + watermarkNs);
        }

        @Override
        public void emitIdle() {
            lines.add("idle");
        }

        @Override
        public void emitActive() {
            lines.add("active");
        }

        @Override
        public void emitEnd() {}

        @Override
        public boolean isFull() {
            return false;
        }
    }

    /** One script against both. The fields are what the script itself has done so far. */
    private static final class Run {
        private final String where;
        private final Random random;
        private final long[] watermarks;
        private final boolean[] idle;
        private final boolean[] complete;
        private final FlinkValve valve;
        private final Said said = new Said();
        private final List<Output<String>> ports;
        private final List<String> script = new ArrayList<>();
        private long promised = NONE;
        private long time;
        private boolean higher;

        Run(final long seed) {
            where = "seed=" + seed;
            random = new Random(seed);
            final int inputs = 1 + random.nextInt(5);
            watermarks = new long[inputs];
            Arrays.fill(watermarks, NONE);
            idle = new boolean[inputs];
            complete = new boolean[inputs];
            valve = new FlinkValve(inputs);
            ports = new ChainBuilder(new Specialiser(false), new Flow()).merge(inputs, said);
        }

        /** Answers the rule at which the script ended, or null. */
        Rule run() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                final int input = random.nextInt(watermarks.length);
                if (complete[input]) {
                    continue;
                }
                step(input);
                final List<String> ours = List.copyOf(said.lines);
                final List<String> theirs = valve.said();
                final Rule rule = rule(input);
                if (rule != null && !ours.equals(theirs)) {
                    assertEquals(byRule(input, rule), ours, () -> where + " " + rule + " " + script);
                    return rule;
                }
                assertEquals(theirs, ours, () -> where + " " + script);
                note(ours);
                said.lines.clear();
            }
            return null;
        }

        private void step(final int input) throws Exception {
            final Output<String> port = ports.get(input);
            higher = false;
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    script.add(input + " idle");
                    idle[input] = true;
                    port.emitIdle();
                    valve.idle(input);
                }
                case 2 -> {
                    script.add(input + " active");
                    wake(input);
                    port.emitActive();
                }
                case 3 -> { // who speaks is active: with us it need not say so first
                    script.add(input + " record");
                    wake(input);
                    port.emit("x", time);
                }
                default -> {
                    time += random.nextInt(5);
                    final boolean last = !idle[input] && random.nextInt(60) == 0;
                    final long watermark = last ? Long.MAX_VALUE : time - random.nextInt(12);
                    script.add(input + " W " + watermark);
                    wake(input);
                    complete[input] = last;
                    higher = watermark > watermarks[input];
                    watermarks[input] = last ? watermarks[input] : Math.max(watermarks[input], watermark);
                    port.emitWatermark(watermark);
                    valve.watermark(input, watermark);
                }
            }
        }

        private void wake(final int input) throws Exception {
            idle[input] = false;
            valve.active(input);
        }

        private void note(final List<String> lines) {
            for (final String line : lines) {
                if (line.startsWith("W ")) {
                    final long watermark = Long.parseLong(line.substring(2));
                    assertTrue(watermark > promised, where);
                    promised = watermark;
                }
            }
        }

        /** The rule that the last step comes under, from what the script did and what both had promised before it. */
        private Rule rule(final int input) {
            boolean anyComplete = false;
            boolean allComplete = true;
            long lowest = Long.MAX_VALUE;
            boolean allIdle = true;
            for (int i = 0; i < watermarks.length; i++) {
                anyComplete |= complete[i];
                allComplete &= complete[i];
                if (!complete[i] && !idle[i] && watermarks[i] >= promised) {
                    lowest = Math.min(lowest, watermarks[i]);
                }
                allIdle &= idle[i];
            }
            if (anyComplete && !allComplete && lowest == Long.MAX_VALUE) {
                return Rule.COMPLETE_INPUTS_DO_NOT_COUNT;
            }
            if (!higher && lowest < Long.MAX_VALUE && lowest > promised && watermarks[input] == lowest) {
                return Rule.WAKING_COUNTS_AT_ONCE;
            }
            return allIdle && watermarks[input] != promised ? Rule.ALL_IDLE_IS_THE_MAXIMUM : null;
        }

        /** What is to be said: the lowest that counts; nothing while somebody is awake behind; else the maximum, and idle. */
        private List<String> byRule(final int input, final Rule rule) {
            final List<String> lines = new ArrayList<>();
            if (rule == Rule.WAKING_COUNTS_AT_ONCE) {
                return List.of("W " + watermarks[input]);
            }
            long highest = NONE;
            for (int i = 0; i < watermarks.length; i++) {
                if (!complete[i] && !idle[i]) {
                    return lines;
                }
                highest = Math.max(highest, watermarks[i]);
            }
            if (highest > promised) {
                lines.add("W " + highest);
            }
            lines.add("idle");
            return lines;
        }
    }

    @Test
    void saysWhatTheValveSays() throws Exception {
        final Map<Rule, Integer> ended = new EnumMap<>(Rule.class);
        int agreeing = 0;
        for (long seed = 1; seed <= SCRIPTS; seed++) {
            final Rule rule = new Run(seed).run();
            if (rule == null) {
                agreeing++;
            } else {
                ended.merge(rule, 1, Integer::sum);
            }
        }
        assertTrue(agreeing >= AGREEING_MIN, "agreeing=" + agreeing + " ended=" + ended);
        assertEquals(Rule.values().length, ended.size(), "a rule that no script comes under is none: " + ended);
    }
}
