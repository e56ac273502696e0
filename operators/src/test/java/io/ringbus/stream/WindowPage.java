// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.Trigger;
import java.util.List;
import java.util.function.Function;

/**
 * The rows of README's table of windows. Each is run over the numbers 0 to 11, which come a second apart; its code is shown
 * as it is written here.
 */
final class WindowPage {
    /** A number, at that many seconds. */
    record Number(long value) {
        /** Its parity. */
        String parity() {
            return value % 2 == 0 ? "even" : "odd";
        }

        /** How far it is to a later one. */
        double to(final Number later) {
            return later.value - value;
        }
    }

    /** A kind of window. */
    record Row(String name, Function<Stream<Number>, Windows<?, Number>> words) {}

    private WindowPage() {}

    private static Row row(final String name, final Function<Stream<Number>, Windows<?, Number>> words) {
        return new Row(name, words);
    }

    static List<Row> rows() {
        return List.of(
                row("time, tumbling", numbers -> numbers.window(Time.of(4, SECONDS))),
                row(
                        "time, sliding",
                        numbers -> numbers.window(Time.of(4, SECONDS)).every(Time.of(3, SECONDS))),
                row(
                        "time, with gaps",
                        numbers -> numbers.window(Time.of(2, SECONDS)).every(Time.of(5, SECONDS))),
                row(
                        "time, shifted",
                        numbers -> numbers.window(Time.of(5, SECONDS)).offset(SECONDS.toNanos(2))),
                row(
                        "time, one key each",
                        numbers -> numbers.keyBy(Number::parity).window(Time.of(6, SECONDS))),
                row(
                        "time, split by a key",
                        numbers -> numbers.window(Time.of(6, SECONDS)).groupBy(Number::parity)),
                row(
                        "time, with early results",
                        numbers -> numbers.window(Time.of(6, SECONDS)).early(Count.of(4))),
                row(
                        "sessions",
                        numbers -> numbers.filter(n -> n.value() % 5 != 3).window(Session.of(1, SECONDS))),
                row(
                        "sessions, a gap per record",
                        numbers -> numbers.window(Session.gap(n -> n.value() % 4 == 2 ? 1 : SECONDS.toNanos(1)))),
                row("count, tumbling", numbers -> numbers.window(Count.of(5))),
                row(
                        "count, one key each",
                        numbers -> numbers.keyBy(Number::parity).window(Count.of(4))),
                row("count, sliding", numbers -> numbers.window(Count.of(5)).every(Count.of(3))),
                row(
                        "count, full from the first",
                        numbers -> numbers.window(Count.of(5)).every(Count.of(3).startingAt(-2))),
                row("delta", numbers -> numbers.window(Delta.of(3, Number::to))),
                row("delta from a start", numbers -> numbers.window(Delta.of(3, Number::to, new Number(2)))),
                row(
                        "delta, with what fires",
                        numbers -> numbers.window(Delta.of(3, Number::to).includeTrigger())),
                row("punctuation", numbers -> numbers.window(Punctuation.of(n -> n.value() % 5 == 3))),
                row(
                        "punctuation, with what fires",
                        numbers -> numbers.window(
                                Punctuation.<Number>of(n -> n.value() % 5 == 3).includeTrigger())),
                row("any of several", numbers -> numbers.window(Count.of(4), Punctuation.of(n -> n.value() == 6))),
                row(
                        "a span, told by count",
                        numbers -> numbers.window(Time.of(4, SECONDS)).every(Count.of(3))),
                row(
                        "a count, told by time",
                        numbers -> numbers.window(Count.of(3)).every(Time.of(5, SECONDS))),
                row(
                        "near ones, told by count",
                        numbers -> numbers.window(Delta.of(4, Number::to)).every(Count.of(3))),
                row("all so far", numbers -> numbers.every(Count.of(4))),
                row(
                        "your own trigger",
                        numbers ->
                                numbers.window(Count.of(3)).every((Trigger<Number>) (n, ns, state) -> n.value() == 7)),
                row("processing time", numbers -> numbers.window(ProcessingTime.of(5, SECONDS))));
    }
}
