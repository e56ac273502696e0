// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.windows.NaivePolicyWindow.Fire;
import io.ringbus.windows.NaivePolicyWindow.Held;
import io.ringbus.windows.NaivePolicyWindow.NaiveEviction;
import io.ringbus.windows.NaivePolicyWindow.NaiveTrigger;
import io.ringbus.windows.NaivePolicyWindow.OutOfDate;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Eviction;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Kept;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.Trigger;
import io.ringbus.windows.policy.TriggerPolicy;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every policy once more, written from the words that users read, and random draws of both kinds: the real one and its
 * naive twin.
 */
final class NaivePolicies {
    /** A trigger and its twin. */
    record DrawnTrigger(TriggerPolicy<Trade> real, Supplier<NaiveTrigger> naive, long periodNs, boolean needsTime) {
        DrawnTrigger(final TriggerPolicy<Trade> real, final Supplier<NaiveTrigger> naive, final boolean needsTime) {
            this(real, naive, 0, needsTime);
        }
    }

    /** An eviction and its twin. */
    record DrawnEviction(
            EvictionPolicy<Trade> real, Supplier<NaiveEviction> naive, OutOfDate outOfDate, boolean needsTime) {
        DrawnEviction(final EvictionPolicy<Trade> real, final Supplier<NaiveEviction> naive, final boolean needsTime) {
            this(real, naive, (held, nowNs) -> 0, needsTime);
        }
    }

    /** A policy that fires when it tumbles, and so has to be of both kinds. */
    static DrawnTrigger trigger(final Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> count(1 + random.nextInt(5), random.nextInt(3) == 0 ? -random.nextInt(7) : 0);
            case 2 -> delta(random);
            case 3 -> punctuation(random.nextBoolean());
            case 4 -> time(1 + random.nextInt(30));
            case 5 -> everyPeriod(1 + random.nextInt(60));
            default -> everyThirdEven();
        };
    }

    static DrawnEviction eviction(final Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> newest(1 + random.nextInt(9));
            case 2 -> near(random.nextInt(40) - 3);
            case 3 -> sincePunctuation(random.nextBoolean());
            case 4 -> within(1 + random.nextInt(60));
            case 5 -> arrivedWithin(1 + random.nextInt(60));
            default -> halfAfterOdd();
        };
    }

    static double rise(final Trade from, final Trade to) {
        return to.size() - from.size();
    }

    private static DrawnTrigger count(final int records, final int startingAt) {
        final Count real =
                startingAt == 0 ? Count.of(records) : Count.of(records).startingAt(startingAt);
        return new DrawnTrigger(
                any(real),
                () -> new NaiveTrigger() {
                    private int seen = startingAt;

                    @Override
                    public Fire apply(final Held record) {
                        seen++;
                        if (seen < records) {
                            return Fire.NO;
                        }
                        seen = 0;
                        return Fire.WITH;
                    }
                },
                false);
    }

    private static DrawnTrigger delta(final Random random) {
        final int threshold = random.nextInt(30) - 4;
        final Trade initial = random.nextBoolean() ? new Trade("?", -1, 0, random.nextInt(100)) : null;
        final boolean include = random.nextInt(3) == 0;
        final Delta<Trade> without = initial == null
                ? Delta.of(threshold, NaivePolicies::rise)
                : Delta.of(threshold, NaivePolicies::rise, initial);
        final Trade first = include ? null : initial;
        return new DrawnTrigger(
                include ? without.includeTrigger() : without,
                () -> new NaiveTrigger() {
                    private @Nullable Trade point = first;

                    @Override
                    public Fire apply(final Held record) {
                        if (point == null) {
                            point = record.trade();
                            return Fire.NO;
                        }
                        if (record.trade().size() - point.size() > threshold) {
                            point = record.trade();
                            return include ? Fire.WITH : Fire.WITHOUT;
                        }
                        return Fire.NO;
                    }
                },
                false);
    }

    private static boolean ends(final Trade trade) {
        return trade.size() % 7 == 0;
    }

    private static DrawnTrigger punctuation(final boolean include) {
        final Punctuation<Trade> real = Punctuation.of(NaivePolicies::ends);
        return new DrawnTrigger(
                include ? real.includeTrigger() : real,
                () -> record -> !ends(record.trade()) ? Fire.NO : include ? Fire.WITH : Fire.WITHOUT,
                false);
    }

    private static DrawnTrigger time(final int span) {
        return new DrawnTrigger(
                any(new Time(span)),
                () -> new NaiveTrigger() {
                    private @Nullable Long newest;

                    @Override
                    public Fire apply(final Held record) {
                        final long number = Math.floorDiv(record.timestampNs(), span);
                        if (newest == null) {
                            newest = number;
                            return Fire.NO;
                        }
                        if (number > newest) {
                            newest = number;
                            return Fire.WITHOUT;
                        }
                        return Fire.NO;
                    }
                },
                true);
    }

    private static DrawnTrigger everyPeriod(final int span) {
        return new DrawnTrigger(any(new ProcessingTime(span)), () -> record -> Fire.NO, span, false);
    }

    private static DrawnEviction arrivedWithin(final int span) {
        return new DrawnEviction(
                any(new ProcessingTime(span)),
                () -> (held, record) -> 0,
                (held, nowNs) -> {
                    int leaving = 0;
                    while (leaving < held.size() && nowNs - held.get(leaving).arrivalNs() >= span) {
                        leaving++;
                    }
                    return leaving;
                },
                false);
    }

    /** A user's own trigger with state: the third record of even size since it fired last. */
    private record ThirdEven() implements Trigger<Trade> {
        @Override
        public int stateBytes() {
            return Long.BYTES;
        }

        @Override
        public boolean fires(final Trade record, final long timestampNs, final long state) {
            final long evens = Memory.getLong(state) + (record.size() % 2 == 0 ? 1 : 0);
            Memory.putLong(state, evens == 3 ? 0 : evens);
            return evens == 3;
        }
    }

    private static DrawnTrigger everyThirdEven() {
        return new DrawnTrigger(
                new ThirdEven(),
                () -> new NaiveTrigger() {
                    private int evens;

                    @Override
                    public Fire apply(final Held record) {
                        if (record.trade().size() % 2 == 0) {
                            evens++;
                        }
                        if (evens < 3) {
                            return Fire.NO;
                        }
                        evens = 0;
                        return Fire.WITHOUT;
                    }
                },
                false);
    }

    private static DrawnEviction newest(final int records) {
        return new DrawnEviction(
                any(Count.of(records)), () -> (held, record) -> Math.max(0, held.size() + 1 - records), false);
    }

    private static DrawnEviction near(final int threshold) {
        return new DrawnEviction(
                Delta.of(threshold, NaivePolicies::rise),
                () -> (held, record) -> {
                    int leaving = 0;
                    for (final Held one : held) {
                        if (record.trade().size() - one.trade().size() < threshold) {
                            return leaving;
                        }
                        leaving++;
                    }
                    return leaving;
                },
                false);
    }

    private static DrawnEviction sincePunctuation(final boolean include) {
        final Punctuation<Trade> real = Punctuation.of(NaivePolicies::ends);
        return new DrawnEviction(
                include ? real.includeTrigger() : real,
                () -> new NaiveEviction() {
                    private boolean ended;

                    @Override
                    public Integer apply(final List<Held> held, final Held record) {
                        final boolean endedBefore = ended;
                        ended = ends(record.trade());
                        return (include ? endedBefore : ended) ? held.size() : 0;
                    }
                },
                false);
    }

    private static DrawnEviction within(final int span) {
        return new DrawnEviction(
                any(new Time(span)),
                () -> (held, record) -> {
                    int leaving = 0;
                    for (final Held one : held) {
                        if (one.timestampNs() > record.timestampNs() - span) {
                            return leaving;
                        }
                        leaving++;
                    }
                    return leaving;
                },
                true);
    }

    /** A user's own eviction with state: behind a record of odd size, the older half leaves. */
    private record HalfAfterOdd() implements Eviction<Trade> {
        @Override
        public int stateBytes() {
            return Long.BYTES;
        }

        @Override
        public long evicts(final Kept<Trade> kept, final Trade record, final long timestampNs, final long state) {
            final long leaving = Memory.getLong(state) * (kept.size() / 2);
            Memory.putLong(state, record.size() % 2);
            return leaving;
        }
    }

    private static DrawnEviction halfAfterOdd() {
        return new DrawnEviction(
                new HalfAfterOdd(),
                () -> new NaiveEviction() {
                    private boolean odd;

                    @Override
                    public Integer apply(final List<Held> held, final Held record) {
                        final int leaving = odd ? held.size() / 2 : 0;
                        odd = record.trade().size() % 2 == 1;
                        return leaving;
                    }
                },
                false);
    }

    /** A policy over all records as one over trades. */
    @SuppressWarnings("unchecked") // it takes any record
    private static <P> P any(final Object policy) {
        return (P) policy;
    }

    private NaivePolicies() {}
}
