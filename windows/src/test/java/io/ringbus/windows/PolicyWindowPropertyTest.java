// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.environment.Clock;
import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.NaivePolicies.DrawnEviction;
import io.ringbus.windows.NaivePolicies.DrawnTrigger;
import io.ringbus.windows.NaivePolicyWindow.Held;
import io.ringbus.windows.NaivePolicyWindow.Rule;
import io.ringbus.windows.policy.WindowRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Policies of every kind in every mix, and everything that is made of windows, over random records, against lists. */
class PolicyWindowPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 10_000);
    private static final int RECORDS = 50;
    private static final int RECORDS_MAX = RECORDS;
    private static final int CLONED_EVERY = 20;

    /** What is made of a window, and its naive twin. */
    private enum Making {
        TOTAL {
            @Override
            WindowStep<String, Trade, String> step() {
                return new WindowStep.Total<>(new InOrderHash(), PolicyWindowPropertyTest::text);
            }

            @Override
            List<String> told(final String key, final List<Held> window) {
                return List.of(text(key, window, trades(window)));
            }
        },
        EACH {
            @Override
            WindowStep<String, Trade, String> step() {
                return new WindowStep.Each<>((key, window, out) -> {
                    final Results<String> results = out.results();
                    results.emit(key + window.startNs() + " " + window.endNs() + " " + window.size());
                    for (final Trade trade : window) {
                        results.emit(trade.toString());
                    }
                    return results;
                });
            }

            @Override
            List<String> told(final String key, final List<Held> window) {
                final List<String> told = new ArrayList<>();
                told.add(key + startNs(window) + " " + endNs(window) + " " + window.size());
                window.forEach(held -> told.add(held.trade().toString()));
                return told;
            }
        },
        FOLD {
            @Override
            WindowStep<String, Trade, String> step() {
                return new WindowStep.Chain<>(
                        new WindowStep.Fold<>(FOLDED, PolicyWindowPropertyTest::fold, Trade.CODEC),
                        new WindowStep.Each<>((key, window, out) -> out.emit(key + window.record(0))));
            }

            @Override
            List<String> told(final String key, final List<Held> window) {
                Trade value = FOLDED;
                for (final Held held : window) {
                    value = fold(value, held.trade());
                }
                return List.of(key + value);
            }
        },
        GROUPS {
            @Override
            WindowStep<String, Trade, String> step() {
                return new WindowStep.Groups<>(
                        Trade::symbol, new WindowStep.Total<>(new InOrderHash(), PolicyWindowPropertyTest::text));
            }

            @Override
            List<String> told(final String key, final List<Held> window) {
                final List<String> told = new ArrayList<>();
                groups(window).forEach((group, trades) -> told.add(text(group, window, trades)));
                return told;
            }
        },
        LARGEST_GROUP {
            @Override
            WindowStep<String, Trade, String> step() {
                return new WindowStep.Chain<>(
                        new WindowStep.Groups<String, String, Trade, String>(
                                Trade::symbol,
                                new WindowStep.Each<>((group, window, out) ->
                                        out.emit(window.size() + group + InOrderHash.of(listed(window))))),
                        new WindowStep.Each<>((key, results, out) -> out.emit(key + results.size() + max(results))));
            }

            @Override
            List<String> told(final String key, final List<Held> window) {
                final List<String> results = new ArrayList<>();
                groups(window).forEach((group, trades) -> results.add(trades.size() + group + InOrderHash.of(trades)));
                return List.of(key + results.size() + max(results));
            }
        };

        abstract WindowStep<String, Trade, String> step();

        abstract List<String> told(String key, List<Held> window);
    }

    private static final Trade FOLDED = new Trade("Z", 17, 0, 0);

    private static Trade fold(final Trade value, final Trade trade) {
        return new Trade(trade.symbol(), value.id() * 31 + trade.id(), 0, value.size() + 1);
    }

    private static String max(final Iterable<String> texts) {
        String max = "";
        for (final String text : texts) {
            max = text.compareTo(max) > 0 ? text : max;
        }
        return max;
    }

    private static List<Trade> listed(final Iterable<Trade> window) {
        final List<Trade> trades = new ArrayList<>();
        window.forEach(trades::add);
        return trades;
    }

    private static List<Trade> trades(final List<Held> window) {
        return window.stream().map(Held::trade).toList();
    }

    private static Map<String, List<Trade>> groups(final List<Held> window) {
        final Map<String, List<Trade>> groups = new LinkedHashMap<>();
        for (final Trade trade : trades(window)) {
            groups.computeIfAbsent(trade.symbol(), any -> new ArrayList<>()).add(trade);
        }
        return groups;
    }

    private static long startNs(final List<Held> window) {
        return window.get(0).timestampNs();
    }

    private static long endNs(final List<Held> window) {
        final long newestNs = window.get(window.size() - 1).timestampNs();
        return newestNs == SlotLayout.NO_TIME ? newestNs : newestNs + 1;
    }

    private static String text(final String key, final long startNs, final long endNs, final long hash) {
        return key + " [" + startNs + ", " + endNs + ") " + hash;
    }

    private static String text(final String key, final List<Held> window, final List<Trade> trades) {
        return text(key, startNs(window), endNs(window), InOrderHash.of(trades));
    }

    private int tumbling;
    private int sliding;
    private int growing;
    private int told;
    private int answered;

    @Test
    void agreesWithTheNaiveWindow() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
        assertTrue(told > 3 * SEEDS, "windows told: " + told);
        assertTrue(answered > 2 * SEEDS, "results answered: " + answered);
        assertTrue(
                Math.min(tumbling, Math.min(sliding, growing)) > SEEDS / 10,
                "tumbling " + tumbling + ", sliding " + sliding + ", growing " + growing);
    }

    private void run(final long seed) throws Exception {
        final Random random = new Random(seed);
        final List<DrawnTrigger> triggers = new ArrayList<>();
        final List<DrawnEviction> evictions = new ArrayList<>();
        final int kind = random.nextInt(5);
        for (int count = random.nextBoolean() ? 1 : 1 + random.nextInt(3); count > 0; count--) {
            triggers.add(NaivePolicies.trigger(random));
        }
        for (int count = kind < 3 ? 1 + random.nextInt(2) : 0; count > 0; count--) {
            evictions.add(NaivePolicies.eviction(random));
        }
        final WindowRule<Trade> rule = rule(kind, triggers, evictions);
        final Making making = Making.values()[random.nextInt(Making.values().length)];
        final boolean global = random.nextInt(3) == 0;
        final PolicyWindow<String, Trade> window = new PolicyWindow<>(
                "any", global ? any -> "ALL" : Trade::symbol, rule, RECORDS_MAX, 2, random.nextBoolean());
        final NaivePolicyWindow naive = new NaivePolicyWindow(
                new Rule(
                        triggers.stream().map(DrawnTrigger::naive).toList(),
                        triggers.stream()
                                .map(DrawnTrigger::periodNs)
                                .filter(ns -> ns > 0)
                                .toList(),
                        evictions.stream().map(DrawnEviction::naive).toList(),
                        evictions.stream().map(DrawnEviction::outOfDate).toList(),
                        kind == 3),
                global ? any -> "ALL" : Trade::symbol,
                making::told);
        final boolean timed = random.nextInt(4) > 0
                || triggers.stream().anyMatch(DrawnTrigger::needsTime)
                || evictions.stream().anyMatch(DrawnEviction::needsTime);
        final SimulatedClock clock = new SimulatedClock(random.nextInt(1_000));
        final OperatorHarness<Trade, String> harness = OperatorHarness.of(() -> plain(window, making, clock));
        if (seed % CLONED_EVERY == 0) {
            harness.alsoBuilt("specialised", () -> specialised(window, making, clock));
        }
        harness.named("seed=" + seed + ", " + making + ", " + rule).drawn(random);
        script(random, timed, naive, harness, clock);
        harness.verify();
    }

    private WindowRule<Trade> rule(
            final int kind, final List<DrawnTrigger> triggers, final List<DrawnEviction> evictions) {
        final var told = triggers.stream().map(DrawnTrigger::real).toList();
        if (kind < 3) {
            sliding++;
            return WindowRule.sliding(
                    evictions.stream().map(DrawnEviction::real).toList(), told, () -> Trade.CODEC);
        }
        if (kind == 3) {
            tumbling++;
            return WindowRule.tumbling(told, () -> Trade.CODEC);
        }
        growing++;
        return WindowRule.growing(told, () -> Trade.CODEC);
    }

    private static Operator<Trade, String> plain(
            final PolicyWindow<String, Trade> window, final Making making, final Clock clock) {
        return new PolicyWindowOperator<>(
                window, window.contents(making.step(), () -> Trade.CODEC), HeapKeyedState::new, clock);
    }

    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    private static Operator<Trade, String> specialised(
            final PolicyWindow<String, Trade> window, final Making making, final Clock clock) {
        final StateOpener<String> opener = HeapKeyedState::new;
        final Operator<Trade, String> clone = new Specialiser(true)
                .create(
                        Operator.class,
                        PolicyWindowOperator.class,
                        window,
                        window.contents(making.step(), () -> Trade.CODEC),
                        opener,
                        clock);
        assertTrue(clone.getClass().isHidden(), "the operator can be cloned");
        return clone;
    }

    private void script(
            final Random random,
            final boolean timed,
            final NaivePolicyWindow naive,
            final OperatorHarness<Trade, String> harness,
            final SimulatedClock clock) {
        final int symbols = 1 + random.nextInt(4);
        final int disorder = 1 + random.nextInt(12);
        long now = random.nextInt(400) - 300L;
        long watermarkNs = Long.MIN_VALUE;
        for (int id = 0; id < RECORDS; id++) {
            now += random.nextInt(random.nextInt(10) == 0 ? 50 : 6);
            final String symbol = String.valueOf((char) ('A' + random.nextInt(symbols)));
            final Trade trade = new Trade(symbol, id, 1.25, random.nextInt(60));
            final long timestampNs = timed ? now - random.nextInt(disorder) : SlotLayout.NO_TIME;
            naive.record(trade, timestampNs);
            harness.record(timestampNs, trade);
            expect(naive, harness);
            if (random.nextInt(3) == 0) {
                final long byNs = random.nextInt(random.nextInt(8) == 0 ? 200 : 20);
                naive.advance(byNs);
                harness.advance(clock, byNs);
                expect(naive, harness);
            }
            if (timed && random.nextInt(3) == 0) {
                watermarkNs = Math.max(watermarkNs, now - random.nextInt(20));
                naive.watermark(watermarkNs);
                harness.watermark(watermarkNs);
            }
            if (random.nextInt(4) == 0) {
                final String asked = random.nextInt(3) == 0 ? "ALL" : symbol;
                final List<String> answer = naive.answer(asked);
                answered += answer.size();
                harness.ask(asked, answer);
            }
        }
        naive.end();
        harness.end();
        expect(naive, harness);
    }

    private void expect(final NaivePolicyWindow naive, final OperatorHarness<Trade, String> harness) {
        final var emitted = naive.take();
        told += emitted.size();
        harness.expectAll(emitted);
    }
}
