// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.windows.Results;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word on every kind of window, against the definition of the kind. */
class WindowWordTableTest {
    private static final int RECORDS = 600;
    private static final Tick ZERO = new Tick(0, "", 0, 0);
    private static final List<Tick> TICKS = ticks(new Random(20));
    private static final List<Mode> MODES = List.of(Mode.INLINE, Mode.INLINE_PLAIN, Mode.SHARED);

    /** Two aggregates in one pass. */
    record SumAndCount(long sum, long count) {}

    /** What a word makes of windows, and what that is. */
    private record Word(String name, CollectSink<?> sink, Function<NaiveWindow, List<?>> definition) {}

    /** Seven keys, times that mostly run on and sometimes leap. */
    private static List<Tick> ticks(final Random random) {
        final List<Tick> ticks = new ArrayList<>();
        long now = -200;
        for (int i = 0; i < RECORDS; i++) {
            now += random.nextInt(12) == 0 ? 5 + random.nextInt(40) : random.nextInt(5);
            ticks.add(Tick.of(random.nextInt(7), random.nextInt(40) - 20, now));
        }
        return ticks;
    }

    static List<WindowKind> everyWordOfEveryKind() {
        return WindowKind.all();
    }

    @ParameterizedTest
    @MethodSource
    void everyWordOfEveryKind(final WindowKind kind) throws InterruptedException {
        final List<NaiveWindow> windows = kind.definition().apply(TICKS);
        assertTrue(windows.size() > 5, kind + ": windows=" + windows.size());
        for (final Mode mode : MODES) {
            final Pipeline pipeline = mode.pipeline();
            final Stream<Tick> ticks =
                    Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs, Watermarks.bounded(WindowKind.ns(1)));
            final List<Word> words = words(kind.words().apply(ticks));
            Ticks.run(pipeline);
            for (final Word word : words) {
                final List<Object> expected = new ArrayList<>();
                windows.forEach(window -> expected.addAll(word.definition().apply(window)));
                assertEquals(sorted(expected), sorted(word.sink().records()), kind + ": " + word.name() + ", " + mode);
            }
        }
    }

    private static <K> List<Word> words(final Windows<K, Tick> windows) {
        final List<Word> words = new ArrayList<>();
        words.add(word("count", windows.count(), result(List::size)));
        words.add(word("mean", windows.mean(Tick::price), result(WindowWordTableTest::mean)));
        words.add(word(
                "aggregate, several",
                windows.aggregate(Aggregates.sumLong(Tick::price).and(Aggregates.count(), SumAndCount::new)),
                result(ticks -> new SumAndCount(sum(ticks), ticks.size()))));
        words.add(word("sum", windows.sum(Tick::price), one(ticks -> first(ticks, sum(ticks)))));
        words.add(word(
                "min",
                windows.min(Tick::price),
                one(ticks -> first(ticks, lowest(ticks).price()))));
        words.add(word(
                "max",
                windows.max(Tick::price),
                one(ticks -> first(ticks, highest(ticks).price()))));
        words.add(word("minBy", windows.minBy(Tick::price), one(WindowWordTableTest::lowest)));
        words.add(word("maxBy", windows.maxBy(Tick::price), one(WindowWordTableTest::highest)));
        words.add(word(
                "reduce",
                windows.reduce((joined, tick) -> joined.plus(tick.price())),
                one(ticks -> first(ticks, sum(ticks)))));
        words.add(word(
                "fold",
                windows.fold(ZERO, WindowWordTableTest::hashed),
                one(ticks -> ticks.stream().reduce(ZERO, WindowWordTableTest::hashed))));
        words.add(word(
                "mapWindow",
                windows.mapWindow(WindowWordTableTest::<K>seen),
                window -> List.of(seen(window.key(), window.startNs(), window.endNs(), window.records()))));
        words.add(word(
                "reduceWindow",
                windows.reduceWindow((joined, tick) -> joined.plus(tick.price())),
                one(ticks -> first(ticks, sum(ticks)))));
        words.add(word(
                "mapWindow, any number of results",
                windows.mapWindow(WindowWordTableTest::<K>positive),
                window -> window.records().stream()
                        .filter(tick -> tick.price() > 0)
                        .toList()));
        return words;
    }

    private static <R> Word word(
            final String name, final Stream<R> results, final Function<NaiveWindow, List<?>> definition) {
        final CollectSink<R> sink = Sinks.collect();
        results.to(sink);
        return new Word(name, sink, definition);
    }

    private static Function<NaiveWindow, List<?>> one(final Function<List<Tick>, Tick> value) {
        return window -> List.of(value.apply(window.records()));
    }

    private static Function<NaiveWindow, List<?>> result(final Function<List<Tick>, Object> value) {
        return window -> List.of(
                new WindowResult<>(window.key(), window.startNs(), window.endNs(), value.apply(window.records())));
    }

    private static <K> Results<String> seen(final K key, final Window<Tick> window, final WindowOutput out) {
        final List<Tick> ticks = new ArrayList<>();
        window.forEach(ticks::add);
        return out.emit(seen(key, window.startNs(), window.endNs(), ticks));
    }

    private static String seen(final Object key, final long startNs, final long endNs, final List<Tick> ticks) {
        return key + " [" + startNs + ", " + endNs + ") " + ticks;
    }

    private static <K> Results<Tick> positive(final K key, final Window<Tick> window, final WindowOutput out) {
        final Results<Tick> some = out.results();
        for (final Tick tick : window) {
            if (tick.price() > 0) {
                some.emit(tick);
            }
        }
        return some;
    }

    private static Tick hashed(final Tick sum, final Tick tick) {
        return new Tick(tick.id(), tick.symbol(), sum.price() * 31 + tick.price(), sum.timeNs() + 1);
    }

    private static long sum(final List<Tick> ticks) {
        return ticks.stream().mapToLong(Tick::price).sum();
    }

    private static double mean(final List<Tick> ticks) {
        return (double) sum(ticks) / ticks.size();
    }

    private static Tick first(final List<Tick> ticks, final long price) {
        return ticks.get(0).plus(price - ticks.get(0).price());
    }

    private static Tick lowest(final List<Tick> ticks) {
        return best(ticks, (one, other) -> other.price() < one.price() ? other : one);
    }

    private static Tick highest(final List<Tick> ticks) {
        return best(ticks, (one, other) -> other.price() > one.price() ? other : one);
    }

    private static Tick best(final List<Tick> ticks, final BinaryOperator<Tick> better) {
        return ticks.stream().reduce(better).orElseThrow();
    }

    /** As multisets: keys of other partitions come in any order. */
    private static Map<String, Integer> sorted(final List<?> results) {
        final Map<String, Integer> counted = new LinkedHashMap<>();
        results.stream().map(Object::toString).sorted().forEach(result -> counted.merge(result, 1, Integer::sum));
        return counted;
    }
}
