// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.windowing.assigners.DynamicEventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.triggers.CountTrigger;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.junit.jupiter.api.Test;

/** The oracle itself, where its answers are known. */
class FlinkWindowsTest {
    @Test
    void tellsAWindowAgainWithinTheLatenessAndSendsOnWhatComesLater() throws Exception {
        final FlinkWindows.Outcome outcome = FlinkWindows.of(TumblingEventTimeWindows.of(Duration.ofMillis(10)))
                .allowedLateness(5)
                .run(new Script().event("A", 1).mark(9).event("A", 2).mark(14).event("A", 3));
        assertEquals(
                List.of(
                        List.of(),
                        List.of(new Fired("A", 0, 10, List.of(0))),
                        List.of(new Fired("A", 0, 10, List.of(0, 1))),
                        List.of(),
                        List.of()),
                outcome.firedPerStep());
        assertEquals(List.of(2), outcome.lateIds());
    }

    @Test
    void mergesSessionsThatTouch() throws Exception {
        final FlinkWindows.Outcome outcome = FlinkWindows.of(EventTimeSessionWindows.withGap(Duration.ofMillis(10)))
                .run(new Script().event("A", 1).event("A", 11).event("A", 22).mark(Long.MAX_VALUE));
        assertEquals(
                List.of(new Fired("A", 1, 21, List.of(0, 1)), new Fired("A", 22, 32, List.of(2))),
                outcome.firedPerStep().get(3));
    }

    /** A defect of the oracle: the third event's own window is what the session has grown to. */
    @Test
    void forgetsASessionThatIsARecordsOwnWindow() throws Exception {
        final FlinkWindows.Outcome outcome = FlinkWindows.of(
                        DynamicEventTimeSessionWindows.withDynamicGap(
                                (Tuple3<String, Integer, Integer> event) -> event.f2),
                        EventTimeTrigger.create())
                .run(new Script()
                        .event("A", 0, 5)
                        .event("A", 5, 5)
                        .event("A", 0, 10)
                        .mark(Long.MAX_VALUE));
        assertEquals(
                List.of(new Fired("A", 0, 10, List.of(2))),
                outcome.firedPerStep().get(3));
    }

    @Test
    void countsInGlobalWindows() throws Exception {
        final FlinkWindows.Outcome outcome = FlinkWindows.of(
                        GlobalWindows.create(), PurgingTrigger.of(CountTrigger.of(2)))
                .run(new Script().event("A", 0).event("A", 0).event("A", 0).mark(Long.MAX_VALUE));
        assertEquals(
                List.of(List.of(), List.of(new Fired("A", Long.MIN_VALUE, Long.MAX_VALUE, List.of(0, 1))), List.of()),
                outcome.firedPerStep().subList(0, 3));
    }
}
