// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.connectors.Sources;
import io.ringbus.ring.Ingress;
import io.ringbus.slot.Slab;
import io.ringbus.stage.Execution;
import io.ringbus.windows.policy.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs with loops, in every mode, beside the loops that one would write by hand. */
class IterateWordsTest {
    private static final int NUMBERS = 300;
    private static final int PAGES = 20;

    /** A number on its way to 1: halved when even, else tripled and increased. */
    public record Path(int first, long at, int steps) {
        Path next() {
            return new Path(first, at % 2 == 0 ? at / 2 : 3 * at + 1, steps + 1);
        }

        boolean isDone() {
            return at == 1;
        }
    }

    /** Weight that a page has to give away. */
    public record Weight(int page, long amount) {}

    private static Map<Integer, Integer> stepsByHand() {
        final Map<Integer, Integer> steps = new TreeMap<>();
        for (int number = 2; number < NUMBERS; number++) {
            Path path = new Path(number, number, 0);
            while (!path.isDone()) {
                path = path.next();
            }
            steps.put(number, path.steps());
        }
        return steps;
    }

    private static Stream<Path> paths(final Pipeline pipeline) {
        return pipeline.from(Sources.generate(number -> new Path((int) number + 2, number + 2, 0))
                .count(NUMBERS - 2L));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyRecordGoesRoundUntilItIsDone(final Mode mode) throws InterruptedException {
        final long liveBytes = Slab.liveBytes();
        final Pipeline pipeline = mode.pipeline();
        final Map<Integer, Integer> steps = new ConcurrentSkipListMap<>();
        paths(pipeline)
                .iterate(looped -> {
                    final Stream<Path> next = looped.map(Path::next);
                    return Loop.back(next.filter(path -> !path.isDone())).out(next.filter(Path::isDone));
                })
                .to((path, timeNs) -> assertEquals(null, steps.put(path.first(), path.steps())));
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        assertEquals(stepsByHand(), steps);
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theBodyMayHaveStagesInstancesStateAndMerges(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Map<Integer, Integer> steps = new ConcurrentSkipListMap<>();
        final AtomicLong highest = new AtomicLong();
        paths(pipeline)
                .iterate(looped -> {
                    final Stream<Path> even =
                            looped.filter(path -> path.at() % 2 == 0).map(Path::next);
                    final Stream<Path> odd = looped.filter(path -> path.at() % 2 != 0)
                            .stage("odd")
                            .map(Path::next);
                    final Stream<Path> next = even.merge(odd);
                    next.keyBy(Path::first)
                            .parallelism(3)
                            .maxBy(Path::at)
                            .to((path, timeNs) -> highest.accumulateAndGet(path.at(), Math::max));
                    final Stream<Path> counted =
                            next.keyBy(Path::first).parallelism(2).maxBy(Path::steps);
                    return Loop.back(counted.filter(path -> !path.isDone())).out(counted.filter(Path::isDone));
                })
                .to((path, timeNs) -> assertEquals(null, steps.put(path.first(), path.steps())));
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        assertEquals(stepsByHand(), steps);
        assertEquals(13_120, highest.get()); // of 255
    }

    /** A page gives half of what it is given to two others, as long as it can be parted. */
    private static List<Weight> given(final Weight weight) {
        final long quarter = weight.amount() / 4;
        return quarter == 0
                ? List.of()
                : List.of(
                        new Weight((weight.page() + 1) % PAGES, quarter),
                        new Weight((weight.page() + 7) % PAGES, quarter));
    }

    private static long kept(final Weight weight) {
        return weight.amount() - weight.amount() / 4 * 2;
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatIsGivenOnAddsUp(final Mode mode) throws InterruptedException {
        final Map<Integer, Long> expected = new TreeMap<>();
        final ArrayDeque<Weight> queue = new ArrayDeque<>();
        for (int page = 0; page < PAGES; page++) {
            queue.add(new Weight(page, 1_000L * page));
        }
        while (!queue.isEmpty()) {
            final Weight weight = queue.remove();
            expected.merge(weight.page(), kept(weight), Long::sum);
            queue.addAll(given(weight));
        }
        final Pipeline pipeline = mode.pipeline();
        final Map<Integer, Long> ranks = new ConcurrentSkipListMap<>();
        pipeline.from(Sources.generate(page -> new Weight((int) page, 1_000L * page))
                        .count(PAGES))
                .iterate(looped -> Loop.back(looped.<Weight>flatMap(
                                        (weight, out) -> given(weight).forEach(out::emit))
                                .as(Weight.class))
                        .out(looped))
                .map(weight -> new Weight(weight.page(), kept(weight)))
                .keyBy(Weight::page)
                .parallelism(2)
                .sum(Weight::amount)
                .to((weight, timeNs) -> ranks.put(weight.page(), weight.amount()));
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        assertEquals(expected, ranks);
        assertEquals(
                500L * PAGES * (PAGES - 1),
                ranks.values().stream().mapToLong(Long::longValue).sum());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aStopLeavesNothingInTheLoop(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Path> ingress = pipeline.ingress("numbers", Codecs.of(Path.class));
        final Map<Integer, Integer> steps = new ConcurrentSkipListMap<>();
        pipeline.from(ingress)
                .iterate(looped -> {
                    final Stream<Path> next = looped.map(Path::next).stage("further");
                    return Loop.back(next.filter(path -> !path.isDone())).out(next.filter(Path::isDone));
                })
                .to((path, timeNs) -> steps.put(path.first(), path.steps()));
        try (Execution execution = pipeline.start()) {
            for (int number = 2; number < NUMBERS; number++) {
                ingress.publish(new Path(number, number, 0));
            }
            execution.stop(10, TimeUnit.SECONDS);
        }
        assertEquals(stepsByHand(), steps);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatWindowsHoldAtTheEndGoesRoundToo(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final List<Long> sums = Collections.synchronizedList(new ArrayList<>());
        pipeline.from(Sources.generate(number -> new Weight(1, 1)).count(40))
                .eventTime(weight -> 5)
                .iterate(looped -> {
                    final Stream<Weight> counted = looped.filter(weight -> weight.amount() == 1)
                            .keyBy(Weight::page)
                            .window(Time.of(10, TimeUnit.NANOSECONDS))
                            .sum(Weight::amount);
                    return Loop.back(counted).out(looped.filter(weight -> weight.amount() > 1));
                })
                .to((weight, timeNs) -> sums.add(weight.amount()));
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        assertEquals(List.of(40L), sums);
    }

    @Test
    void silenceEndsALoopThatAnotherStreamLeadsInto() throws InterruptedException {
        final Pipeline pipeline = Mode.PER_STAGE.pipeline();
        final Ingress<Path> aside = pipeline.ingress("aside", Codecs.of(Path.class));
        final Stream<Path> others = pipeline.from(aside);
        final Map<Integer, Integer> steps = new ConcurrentSkipListMap<>();
        final AtomicLong rounds = new AtomicLong();
        paths(pipeline)
                .iterate(Duration.ofMillis(50), looped -> {
                    final Stream<Path> next = looped.merge(others).map(Path::next);
                    return Loop.back(next.filter(path -> !path.isDone())).out(next.filter(Path::isDone));
                })
                .to((path, timeNs) -> {
                    steps.put(path.first(), path.steps());
                    rounds.incrementAndGet();
                });
        try (Execution execution = pipeline.start()) {
            while (rounds.get() < NUMBERS - 2) {
                Thread.onSpinWait();
            }
            aside.publish(new Path(-1, 1_024, 0));
            while (rounds.get() < NUMBERS - 1) {
                Thread.onSpinWait();
            }
            execution.stop(10, TimeUnit.SECONDS);
        }
        assertEquals(10, steps.remove(-1));
        assertEquals(stepsByHand(), steps);
    }

    @Test
    void withoutASilenceTheLoopWaitsForTheOtherStream() throws InterruptedException {
        final Pipeline pipeline = Mode.SHARED.pipeline();
        final Ingress<Path> aside = pipeline.ingress("aside", Codecs.of(Path.class));
        final Stream<Path> others = pipeline.from(aside);
        final Map<Integer, Integer> steps = new ConcurrentSkipListMap<>();
        paths(pipeline)
                .iterate(looped -> {
                    final Stream<Path> next = looped.merge(others).map(Path::next);
                    return Loop.back(next.filter(path -> !path.isDone())).out(next.filter(Path::isDone));
                })
                .to((path, timeNs) -> steps.put(path.first(), path.steps()));
        try (Execution execution = pipeline.start()) {
            while (steps.size() < NUMBERS - 2) {
                Thread.onSpinWait();
            }
            for (int number = NUMBERS; number < 2 * NUMBERS; number++) {
                aside.publish(new Path(number, number, 0));
            }
            aside.close();
            assertTrue(execution.await(10, TimeUnit.SECONDS));
        }
        assertEquals(2 * NUMBERS - 2, steps.size());
    }
}
