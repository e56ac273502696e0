// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.recovery.Savepoint;
import io.ringbus.stage.Execution;
import io.ringbus.testing.ShownList;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows that tell early by the clock, stopped by a savepoint: who is to tell goes along with its key. */
final class EarlySavepointTest extends SavepointRuns {
    /** Windows that tell by the clock what they hold. */
    enum Early {
        TUMBLING((keyed, every) -> text(keyed.window(SPAN)
                .early(every)
                .aggregate(Aggregates.sumLong(Tick::price))
                .name("op"))),
        SESSIONS((keyed, every) -> text(keyed.window(Session.of(Time.of(150, TimeUnit.NANOSECONDS)))
                .early(every)
                .aggregate(Aggregates.sumLong(Tick::price))
                .name("op"))),
        KEPT((keyed, every) -> keyed.window(SPAN)
                .early(every)
                .mapWindow((key, window, out) -> {
                    long sum = 0;
                    for (final Tick tick : window) {
                        sum += tick.price();
                    }
                    return out.emit(key + " " + window.startNs() + " " + sum + (window.isEarly() ? " early" : ""));
                })
                .as(String.class)
                .name("op"));

        private final BiFunction<KeyedStream<String, Tick>, ProcessingTime, io.ringbus.stream.Stream<String>> words;

        Early(final BiFunction<KeyedStream<String, Tick>, ProcessingTime, io.ringbus.stream.Stream<String>> words) {
            this.words = words;
        }

        private static io.ringbus.stream.Stream<String> text(
                final io.ringbus.stream.Stream<WindowResult<String, Long>> results) {
            return results.map(Early::text);
        }

        private static String text(final WindowResult<?, ?> window) {
            return window.key() + " " + window.startNs() + " " + window.value() + (window.early() ? " early" : "");
        }
    }

    private Pipeline early(final Early early, final int parallelism, final long everyMs, final String checkpoints) {
        final Pipeline pipeline = pipeline(checkpoints);
        early.words
                .apply(keyed(pipeline, parallelism), ProcessingTime.of(everyMs, TimeUnit.MILLISECONDS))
                .to(ShownList.in(shown))
                .name("shown");
        return pipeline;
    }

    /** Some keys had a record since they told what they hold: these, and they alone, tell it behind the savepoint. */
    @ParameterizedTest
    @EnumSource
    void keysTellEarlyInWhicheverInstanceTheyAre(final Early early) throws Exception {
        runToTheEnd(early(early, 1, 100_000, "whole"));
        final Map<String, List<String>> expected = shownByKey();
        List<String> held = List.of();
        int attempt = 0;
        for (long everyMs = 50; held.isEmpty(); everyMs *= 2) { // again where the machine was slower than the clock
            shown.clear();
            held = heldUntold(early(early, 1, everyMs, "first" + ++attempt), "one" + attempt, everyMs);
        }
        final int before = shown.size();
        final Pipeline shared =
                early(early, 3, 50, "second").continueFrom(Savepoint.in(folder.resolve("one" + attempt)));
        try (Execution execution = shared.start()) {
            while (shown.size() < before + held.size()) {
                execution.doWork();
            }
            assertEquals(
                    held, shown.subList(before, shown.size()).stream().sorted().toList(), "seed " + seed);
            save(execution, shared, "three");
        }
        limit = Integer.MAX_VALUE;
        runToTheEnd(early(early, 2, 100_000, "third").continueFrom(Savepoint.in(folder.resolve("three"))));
        shown.removeIf(result -> result.endsWith(" early"));
        assertEquals(expected, shownByKey(), "seed " + seed);
    }

    /** Runs until all keys have told, gives some of them records more, and saves; answers what these hold, if they are silent. */
    private List<String> heldUntold(final Pipeline pipeline, final String target, final long everyMs) throws Exception {
        limit = RECORDS / 4;
        try (Execution execution = pipeline.start()) {
            runUntilIdle(execution);
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(2 * everyMs)) {
                execution.doWork();
            }
            final int told = shown.size();
            limit += KEYS / 3;
            runUntilIdle(execution);
            final List<String> held = new ArrayList<>();
            final List<Tick> more = ticks().subList(limit - KEYS / 3, limit);
            for (final String key : more.stream().map(Tick::symbol).distinct().toList()) {
                for (final Object result : execution.query("op", key)) {
                    held.add(result instanceof WindowResult<?, ?> window ? Early.text(window) : result.toString());
                }
            }
            save(execution, pipeline, target);
            held.sort(null);
            final boolean silent =
                    shown.subList(told, shown.size()).stream().noneMatch(text -> text.endsWith(" early"));
            return silent ? held : List.of();
        }
    }
}
