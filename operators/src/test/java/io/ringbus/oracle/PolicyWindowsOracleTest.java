// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.PolicyWindow;
import io.ringbus.windows.PolicyWindowOperator;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.policy.WindowRule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Windows over policies are those of Flink 0.9.1, whose words they are: count with start values, delta, punctuation and time,
 * alone and in mixes, per key and over all, tumbling, sliding and growing. Where ringbus does otherwise on purpose there is a
 * {@link Rule}, and each is needed.
 */
class PolicyWindowsOracleTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 6_000);
    private static final int RULE_USED_MIN = 20;
    private static final AddressCodec<Script.Event> CODEC = Codecs.of(Script.Event.class);

    /** The first is the end of the second. */
    private static final BiPredicate<List<Integer>, List<Integer>> IS_END = (end, window) -> end.size() <= window.size()
            && window.subList(window.size() - end.size(), window.size()).equals(end);

    private static final BiPredicate<List<Integer>, List<Integer>> HAS_END = (window, end) -> IS_END.test(end, window);

    /** Both end with the same record. */
    private static final BiPredicate<List<Integer>, List<Integer>> SAME_END =
            (one, other) -> one.get(one.size() - 1).equals(other.get(other.size() - 1));

    /** Where ringbus means to differ. Each says how, and so what is still compared. */
    private enum Rule {
        /**
         * A count is told with the record that completes it; Flink waits for the next record, or the end, and tells the same
         * window then. The window is expected one record of its key sooner.
         */
        COUNT_IS_TOLD_WHEN_COMPLETE,

        /**
         * A window is told only if a record has entered it since it was told last. Flink tells what it holds once for each
         * span of time that a record skips. The repetitions are not expected.
         */
        NOTHING_IS_TOLD_TWICE,

        /**
         * Time beside other policies goes by the records of the key: it fires and evicts when a record comes. Flink also
         * makes up elements at the ends of spans and has evictions take them for records. Its time trigger is asked for
         * records only.
         */
        TIME_BESIDE_OTHERS_GOES_BY_RECORDS,

        /**
         * Without an initial point, the first record of a key is its own first trigger point. Flink's delta has to be told
         * one: it gets that record.
         */
        FIRST_RECORD_IS_THE_FIRST_POINT,

        /** At the end, keys are told in the order in which they came; Flink goes through a hash map. */
        KEYS_END_IN_THE_ORDER_OF_THEIR_FIRST_RECORDS,

        /**
         * A count keeps as many of the newest records as it says. Flink's goes on counting records that another eviction has
         * taken away, and takes more. Its windows are expected to be the ends of ours.
         */
        COUNT_KEEPS_ITS_NUMBER_BESIDE_OTHERS,

        /**
         * Flink's delta loses sight of records once another eviction has taken some, and soon throws: a defect. Until there,
         * ours are expected to be the ends of its windows.
         */
        DELTA_EVICTS_BESIDE_OTHERS
    }

    private enum Kind {
        TUMBLING,
        SLIDING,
        GROWING
    }

    private record Case(
            Kind kind,
            boolean grouped,
            List<DrawnPolicy> triggers,
            List<DrawnPolicy> evictions,
            Ticks ticks,
            Script script) {
        static Case of(final Random random) {
            final Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            final boolean grouped = kind != Kind.GROWING && random.nextBoolean();
            final List<DrawnPolicy> triggers = new ArrayList<>();
            for (int count = random.nextInt(3) == 0 ? 2 : 1; count > 0; count--) {
                triggers.add(DrawnPolicy.drawTrigger(random, !grouped));
            }
            final List<DrawnPolicy> evictions = new ArrayList<>();
            for (int count = kind != Kind.SLIDING ? 0 : random.nextInt(4) == 0 ? 2 : 1; count > 0; count--) {
                evictions.add(DrawnPolicy.drawEviction(random));
            }
            final int disorder = random.nextBoolean() ? 0 : random.nextInt(20);
            return new Case(
                    kind,
                    grouped,
                    triggers,
                    evictions,
                    Ticks.random(random),
                    EventTimeScripts.valued(random, disorder));
        }

        String keyOf(final Script.Event event) {
            return grouped ? event.key() : "ALL";
        }

        boolean evictsBy(final Class<? extends DrawnPolicy> policy) {
            return evictions.size() > 1 && evictions.stream().anyMatch(policy::isInstance);
        }

        boolean slidesByTime() {
            return kind == Kind.SLIDING && triggers.stream().anyMatch(DrawnPolicy.OfTime.class::isInstance);
        }

        boolean needsFirstPoint() {
            return triggers.stream()
                    .anyMatch(drawn -> drawn instanceof DrawnPolicy.OfDelta delta && delta.initial() == null);
        }

        Flink09Windows.Outcome flink(final Flink09Policies.Asked asked) {
            final List<Script.Event> events = script.eventsInOrder();
            final Flink09Policies policies = new Flink09Policies(asked, startTicks(events), events.get(0));
            final Object eviction = switch (kind) {
                case TUMBLING -> Flink09Policies.tumbling();
                case SLIDING -> policies.eviction(evictions);
                case GROWING -> Flink09Policies.keepAll();
            };
            return new Flink09Windows(policies, policies.trigger(triggers), eviction, grouped).run(events);
        }

        /** A multiple of every span, before all events: there Flink's spans begin, and ours begin at 0. */
        private long startTicks(final List<Script.Event> events) {
            final long product = Stream.concat(triggers.stream(), evictions.stream())
                    .filter(DrawnPolicy.OfTime.class::isInstance)
                    .mapToLong(drawn -> ((DrawnPolicy.OfTime) drawn).span())
                    .reduce(1, (one, other) -> one * other);
            final long earliest =
                    events.stream().mapToLong(Script.Event::ticks).min().orElseThrow();
            return Math.floorDiv(earliest, product) * product;
        }

        Operator<Script.Event, List<Integer>> operator() {
            final List<DrawnPolicy> told = triggers;
            final WindowRule<Script.Event> rule = switch (kind) {
                case TUMBLING ->
                    WindowRule.tumbling(
                            told.stream().map(each -> each.trigger(ticks)).toList(), () -> CODEC);
                case SLIDING ->
                    WindowRule.sliding(
                            evictions.stream().map(each -> each.eviction(ticks)).toList(),
                            told.stream().map(each -> each.trigger(ticks)).toList(),
                            () -> CODEC);
                case GROWING ->
                    WindowRule.growing(
                            told.stream().map(each -> each.trigger(ticks)).toList(), () -> CODEC);
            };
            final PolicyWindow<String, Script.Event> window =
                    new PolicyWindow<>("ids", this::keyOf, rule, script.events(), 2, false);
            final WindowStep<String, Script.Event, List<Integer>> step = new WindowStep.Each<>((key, records, out) -> {
                final List<Integer> ids = new ArrayList<>();
                for (final Script.Event event : records) {
                    ids.add(event.id());
                }
                return out.emit(ids);
            });
            return new PolicyWindowOperator<>(
                    window, window.contents(step, () -> CODEC), HeapKeyedState::new, new SimulatedClock(0));
        }

        List<List<List<Integer>>> ringbus() throws Exception {
            final List<List<List<Integer>>> toldPerStep = new ArrayList<>();
            final RecordingOutput<List<Integer>> output = new RecordingOutput<>();
            final Operator<Script.Event, List<Integer>> operator = operator();
            int seen = 0;
            for (final Script.Event event : script.eventsInOrder()) {
                operator.process(event, ticks.at(event.ticks()), output);
                toldPerStep.add(
                        ids(output.emitted().subList(seen, output.emitted().size())));
                seen = output.emitted().size();
            }
            boolean done = false;
            while (!done) {
                done = operator.onWatermark(Long.MAX_VALUE, output);
            }
            toldPerStep.add(ids(output.emitted().subList(seen, output.emitted().size())));
            operator.close();
            return toldPerStep;
        }

        private static List<List<Integer>> ids(final List<Emitted<List<Integer>>> emitted) {
            return emitted.stream().map(Emitted::record).toList();
        }
    }

    private final Map<Rule, Integer> used = new EnumMap<>(Rule.class);
    private int told;
    private int compared;

    @Test
    void agreesWithFlinkOfThePolicies() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Case drawn = Case.of(EventTimeScripts.seeded(seed));
            compare(
                    "seed=" + seed + " " + drawn.kind() + " grouped=" + drawn.grouped() + " triggers="
                            + drawn.triggers() + " evictions=" + drawn.evictions(),
                    drawn);
        }
        assertTrue(compared > SEEDS * 9 / 10, "scripts compared to their end: " + compared + " " + used);
        assertTrue(told > 5 * SEEDS, "windows told: " + told);
        for (final Rule rule : Rule.values()) {
            assertTrue(used.getOrDefault(rule, 0) >= RULE_USED_MIN, rule + " is hardly needed: " + used);
        }
    }

    private void compare(final String name, final Case drawn) throws Exception {
        final List<List<List<Integer>>> expected = expected(drawn);
        final List<List<List<Integer>>> ours = drawn.ringbus();
        if (isExcused(drawn, expected, ours)) {
            return;
        }
        compared++;
        assertEquals(ours.size(), expected.size(), name + ": steps that Flink got through");
        final OperatorHarness<Script.Event, List<Integer>> harness =
                OperatorHarness.of(drawn::operator).named(name);
        long newestNs = Long.MIN_VALUE;
        for (final Script.Event event : drawn.script().eventsInOrder()) {
            final long timestampNs = drawn.ticks().at(event.ticks());
            newestNs = Math.max(newestNs, timestampNs);
            harness.record(timestampNs, event);
            harness.expectAll(emitted(expected.get(event.id()), timestampNs));
        }
        harness.end();
        harness.expectInAnyOrder(emitted(expected.get(expected.size() - 1), newestNs));
        harness.verify();
    }

    private static List<Emitted<List<Integer>>> emitted(final List<List<Integer>> windows, final long timestampNs) {
        return windows.stream().map(ids -> new Emitted<>(ids, timestampNs)).toList();
    }

    /** What Flink told, by the rules that change it. A run that throws ends early. */
    private List<List<List<Integer>>> expected(final Case drawn) {
        Flink09Windows.Outcome flink = drawn.flink(Flink09Policies.Asked.FOR_EACH_SPAN);
        if (drawn.slidesByTime()) {
            final Flink09Windows.Outcome forRecords = drawn.flink(Flink09Policies.Asked.FOR_EACH_RECORD);
            use(Rule.TIME_BESIDE_OTHERS_GOES_BY_RECORDS, !forRecords.equals(flink));
            flink = forRecords;
        }
        use(Rule.FIRST_RECORD_IS_THE_FIRST_POINT, drawn.needsFirstPoint());
        final List<List<List<Integer>>> expected = new ArrayList<>();
        for (int step = 0; step < flink.toldPerStep().size(); step++) {
            expected.add(new ArrayList<>());
        }
        final Map<String, Integer> lastTold = new HashMap<>();
        final List<Script.Event> events = drawn.script().eventsInOrder();
        for (int step = 0; step < expected.size(); step++) {
            for (final Flink09Windows.Told window : flink.toldPerStep().get(step)) {
                final int last = window.ids().get(window.ids().size() - 1);
                final Integer before = lastTold.put(drawn.keyOf(events.get(last)), last);
                final boolean repeated = before != null && before == last;
                use(Rule.NOTHING_IS_TOLD_TWICE, repeated);
                use(Rule.COUNT_IS_TOLD_WHEN_COMPLETE, !repeated && window.countComplete());
                if (!repeated) {
                    expected.get(window.countComplete() ? last : step).add(window.ids());
                    told++;
                }
            }
        }
        return expected;
    }

    /** Whether ours need not be what is expected, by the rules about more evictions than one. */
    private boolean isExcused(
            final Case drawn, final List<List<List<Integer>>> expected, final List<List<List<Integer>>> ours) {
        final int last = ours.size() - 1;
        if (expected.size() == ours.size()) {
            use(
                    Rule.KEYS_END_IN_THE_ORDER_OF_THEIR_FIRST_RECORDS,
                    !expected.get(last).equals(ours.get(last))
                            && List.copyOf(expected.get(last)).containsAll(ours.get(last)));
        }
        if (expected.equals(ours)) {
            return false;
        }
        final List<List<List<Integer>>> until = ours.subList(0, expected.size()); // all, unless Flink threw
        final boolean counts = drawn.evictsBy(DrawnPolicy.OfCount.class);
        if (drawn.evictsBy(DrawnPolicy.OfDelta.class) && agree(expected, until, counts ? SAME_END : HAS_END)) {
            use(Rule.DELTA_EVICTS_BESIDE_OTHERS, true);
            return true;
        }
        if (counts && windows(expected) == windows(ours) && agree(expected, ours, IS_END)) {
            use(Rule.COUNT_KEEPS_ITS_NUMBER_BESIDE_OTHERS, true);
            return true;
        }
        return false;
    }

    private static int windows(final List<List<List<Integer>>> toldPerStep) {
        return toldPerStep.stream().mapToInt(List::size).sum();
    }

    /** Whether each window of Flink has ours in the same step. */
    private static boolean agree(
            final List<List<List<Integer>>> flink,
            final List<List<List<Integer>>> ours,
            final BiPredicate<List<Integer>, List<Integer>> how) {
        for (int step = 0; step < flink.size(); step++) {
            final List<List<Integer>> candidates = ours.get(step);
            for (final List<Integer> window : flink.get(step)) {
                if (candidates.stream().noneMatch(candidate -> how.test(window, candidate))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void use(final Rule rule, final boolean isNeeded) {
        if (isNeeded) {
            used.merge(rule, 1, Integer::sum);
        }
    }
}
