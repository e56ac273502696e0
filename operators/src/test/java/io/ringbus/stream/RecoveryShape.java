// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static io.ringbus.stream.WindowKind.ns;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Sink;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.PacedSource;
import io.ringbus.windows.Results;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A pipeline that keeps state per key, and what it comes to by definition.
 *
 * @param inputs     sources that are merged; no key comes from two of them
 * @param words      from the ticks to what is emitted
 * @param definition of the ticks of all inputs, in order of time: what is emitted, per key in this order
 */
record RecoveryShape(
        String name, int inputs, Function<Stream<Tick>, Stream<?>> words, Function<List<Tick>, List<?>> definition) {
    private static final int RECORDS_MAX = 150;
    private static final int KEYS = 7;
    private static final Tick ZERO = new Tick(0, "", 0, 0);

    /** Every kind of window, told by an aggregate and by its records; running values; and several inputs in parallel. */
    static List<RecoveryShape> all() {
        final List<RecoveryShape> shapes = new ArrayList<>();
        for (final WindowKind kind : WindowKind.all()) {
            shapes.add(new RecoveryShape(
                    kind + ", mean",
                    1,
                    ticks -> kind.words().apply(ticks).mean(Tick::price),
                    means(kind.definition())));
            shapes.add(new RecoveryShape(
                    kind + ", records",
                    1,
                    ticks -> seenIn(kind.words().apply(ticks)),
                    ticks -> kind.definition().apply(ticks).stream()
                            .map(window -> seen(window.key(), window.startNs(), window.endNs(), window.records()))
                            .toList()));
        }
        for (int inputs = 1; inputs <= 3; inputs++) {
            shapes.addAll(perKey(inputs));
        }
        shapes.add(rounds(2));
        shapes.add(rounds(3));
        return shapes;
    }

    /** What depends on the order of a key's records alone: with several inputs, by two parallel instances. */
    private static List<RecoveryShape> perKey(final int inputs) {
        return List.of(
                new RecoveryShape(
                        "rolling sum, inputs=" + inputs,
                        inputs,
                        ticks -> keyed(ticks, inputs).sum(Tick::price),
                        ticks -> running(ticks, (before, tick) -> before.plus(tick.price()), tick -> tick)),
                new RecoveryShape(
                        "fold, inputs=" + inputs,
                        inputs,
                        ticks -> keyed(ticks, inputs).fold(ZERO, RecoveryShape::hashed),
                        ticks -> running(ticks, RecoveryShape::hashed, tick -> hashed(ZERO, tick))),
                new RecoveryShape(
                        "many overlaps, inputs=" + inputs,
                        inputs,
                        ticks -> keyed(ticks, inputs)
                                .window(ns(400))
                                .every(ns(10))
                                .mean(Tick::price),
                        means(ticks -> NaiveWindow.aligned(ticks, Tick::id, 400, 10, 0))),
                new RecoveryShape(
                        "many overlaps that cannot be subtracted, inputs=" + inputs,
                        inputs,
                        ticks -> keyed(ticks, inputs)
                                .window(ns(400))
                                .every(ns(10))
                                .aggregate(Aggregates.max(Tick::price)),
                        results(ticks -> NaiveWindow.aligned(ticks, Tick::id, 400, 10, 0), ticks -> (double)
                                ticks.stream().mapToLong(Tick::price).max().orElseThrow())),
                new RecoveryShape(
                        "sessions, inputs=" + inputs,
                        inputs,
                        ticks -> keyed(ticks, inputs).window(Session.of(ns(30))).mean(Tick::price),
                        means(ticks -> NaiveWindow.sessions(ticks, Tick::id, tick -> 30))),
                new RecoveryShape(
                        "counts, inputs=" + inputs,
                        inputs,
                        ticks -> keyed(ticks, inputs).window(Count.of(4)).mean(Tick::price),
                        means(ticks -> NaiveWindow.policies(
                                ticks, Tick::id, records -> List.of(), RecoveryShape::everyFourth, null))));
    }

    /** Ticks go round as often as their price says, and each round is counted: by what is told of a key, in any order. */
    private static RecoveryShape rounds(final int inputs) {
        return new RecoveryShape(
                "loop, inputs=" + inputs,
                inputs,
                ticks -> ticks.iterate(looped -> {
                    final Stream<Tick> next = looped.map(tick -> tick.plus(-1));
                    return Loop.back(next.filter(tick -> tick.price() >= 0))
                            .out(keyed(looped.map(tick -> Tick.of(tick.id(), 1, tick.timeNs())), inputs)
                                    .sum(Tick::price)
                                    .map(count -> count.symbol() + " " + count.price()));
                }),
                RecoveryShape::counts);
    }

    private static List<String> counts(final List<Tick> ticks) {
        final Map<Integer, Tick> rounds = new HashMap<>();
        final List<String> counts = new ArrayList<>();
        for (final Tick tick : ticks) {
            for (long round = Math.max(0, tick.price()); round >= 0; round--) {
                final Tick counted = rounds.merge(tick.id(), Tick.of(tick.id(), 1, 0), (before, one) -> before.plus(1));
                counts.add(counted.symbol() + " " + counted.price());
            }
        }
        return counts;
    }

    private static KeyedStream<Integer, Tick> keyed(final Stream<Tick> ticks, final int inputs) {
        return ticks.keyBy(Tick::id).parallelism(Math.min(2, inputs));
    }

    private static List<Integer> everyFourth(final List<Tick> records) {
        final List<Integer> fourths = new ArrayList<>();
        for (int index = 3; index < records.size(); index += 4) {
            fourths.add(index);
        }
        return fourths;
    }

    private static Tick hashed(final Tick sum, final Tick tick) {
        return new Tick(tick.id(), tick.symbol(), sum.price() * 31 + tick.price(), sum.timeNs() + 1);
    }

    private static List<Tick> running(
            final List<Tick> ticks, final BinaryOperator<Tick> next, final UnaryOperator<Tick> first) {
        final Map<Integer, Tick> values = new HashMap<>();
        return ticks.stream()
                .map(tick -> values.compute(
                        tick.id(), (id, before) -> before == null ? first.apply(tick) : next.apply(before, tick)))
                .toList();
    }

    private static Function<List<Tick>, List<?>> means(final Function<List<Tick>, List<NaiveWindow>> windows) {
        return results(
                windows, ticks -> (double) ticks.stream().mapToLong(Tick::price).sum() / ticks.size());
    }

    private static Function<List<Tick>, List<?>> results(
            final Function<List<Tick>, List<NaiveWindow>> windows, final Function<List<Tick>, Double> value) {
        return ticks -> windows.apply(ticks).stream()
                .sorted(Comparator.comparingLong(NaiveWindow::endNs))
                .map(window -> new WindowResult<>(
                        window.key(), window.startNs(), window.endNs(), value.apply(window.records())))
                .toList();
    }

    private static <K> Stream<String> seenIn(final Windows<K, Tick> windows) {
        return windows.mapWindow(RecoveryShape::<K>seen);
    }

    private static <K> Results<String> seen(final K key, final Window<Tick> window, final WindowOutput out) {
        final List<Tick> ticks = new ArrayList<>();
        window.forEach(ticks::add);
        return out.emit(seen(key, window.startNs(), window.endNs(), ticks));
    }

    private static String seen(final Object key, final long startNs, final long endNs, final List<Tick> ticks) {
        return key + " [" + startNs + ", " + endNs + ") " + ticks;
    }

    /** Ticks in order of time, which mostly runs on and sometimes leaps; keys that are this input's alone. */
    static List<Tick> ticks(final Random random, final int input, final int inputs) {
        final List<Tick> ticks = new ArrayList<>();
        long now = random.nextInt(100) - 200L;
        for (int left = random.nextInt(RECORDS_MAX); left > 0; left--) {
            now += random.nextInt(12) == 0 ? 5 + random.nextInt(random.nextInt(10) == 0 ? 900 : 40) : random.nextInt(5);
            ticks.add(Tick.of(input + inputs * random.nextInt(KEYS), random.nextInt(40) - 20, now));
        }
        return ticks;
    }

    /** Says the shape; {@code staged} puts each source into a stage of its own. */
    void build(
            final Pipeline pipeline,
            final List<List<Tick>> ticks,
            final boolean staged,
            final Random random,
            final Sink<Object> sink) {
        Stream<Tick> merged = null;
        for (int input = 0; input < inputs; input++) {
            final Stream<Tick> stream = pipeline.from(PacedSource.of(ticks.get(input), PacedSource.pausing(random, 4)))
                    .as(Tick.class)
                    .eventTime(Tick::timeNs, Watermarks.bounded(ns(1)));
            final Stream<Tick> ready = staged ? stream.stage("input " + input) : stream;
            merged = merged == null ? ready : merged.merge(ready);
        }
        words.apply(merged).to(sink);
    }

    /** Compares what came out with the definition. */
    void check(final String where, final List<List<Tick>> ticks, final List<Emitted<Object>> emitted) {
        final List<Tick> all = new ArrayList<>();
        ticks.forEach(all::addAll);
        all.sort(Comparator.comparingLong(Tick::timeNs));
        assertEquals(
                perKey(definition.apply(all)),
                perKey(emitted.stream().map(Emitted::record).toList()),
                where);
    }

    /** What is told of each key, in its order; texts, whose order the definitions leave open, by what they say. */
    private static String perKey(final List<?> results) {
        final Map<String, List<Object>> byKey = new TreeMap<>();
        results.forEach(result ->
                byKey.computeIfAbsent(key(result), any -> new ArrayList<>()).add(result));
        final StringBuilder lines = new StringBuilder();
        byKey.values().forEach(told -> {
            if (told.get(0) instanceof String) {
                told.sort(Comparator.comparing(Object::toString));
            }
            told.forEach(result -> lines.append(result).append('\n'));
        });
        return lines.toString();
    }

    private static String key(final Object result) {
        if (result instanceof WindowResult<?, ?> told) {
            return String.valueOf(told.key());
        }
        return result instanceof Tick tick ? tick.symbol() : result.toString().split(" ", 2)[0];
    }
}
