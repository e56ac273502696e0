// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.SlotLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTimeLinkTest {
    private final Trace<Long> end = new Trace<>();
    private final Frontier frontier = new Frontier();
    private final ChainBuilder chain = new ChainBuilder(new Specialiser(true), new Flow());

    private Output<Long> link(final TimestampFunction<Long> timestamps, final long disorderNs, final ErrorRule errors) {
        return chain.eventTime(timestamps, disorderNs, errors, end, frontier);
    }

    @Test
    void theLatestRecordSoFarMovesTheWatermarkBeforeItself() {
        final Output<Long> head = link(record -> record, 2, Rules.fail("time"));
        head.emit(10L, 99);
        head.emit(9L, 99);
        head.emit(10L, 99);
        head.emit(12L, 99);
        assertEquals(List.of("W 7", "10@10", "9@9", "10@10", "W 9", "12@12"), end.lines);
        assertEquals(9, frontier.watermarkNs());
    }

    @Test
    void aWatermarkThatNobodyWaitsForIsToldOnlyBeforeARecordThatItMakesLate() {
        final Output<Long> head = chain.eventTime(
                record -> record,
                2,
                Rules.fail("time"),
                new Trace<>("", end.lines) {
                    @Override
                    public long watermarkDueNs() {
                        return 20;
                    }
                },
                frontier);
        head.emit(10L, 0);
        assertEquals(7, frontier.watermarkNs());
        head.emit(8L, 0); // above 7: nobody can tell whether 7 was told
        head.emit(7L, 0);
        head.emit(6L, 0);
        head.emit(22L, 0);
        head.emit(23L, 0);
        head.emitIdle();
        head.emit(30L, 0);
        head.emitIdle();
        assertEquals(
                List.of("10@10", "8@8", "W 7", "7@7", "6@6", "22@22", "W 20", "23@23", "idle", "W 27", "30@30", "idle"),
                end.lines);
    }

    @Test
    void withoutAFunctionTheTimeOfArrivalStays() {
        final Output<Long> head = link(null, 0, Rules.fail("time"));
        head.emit(1L, 5);
        assertEquals(List.of("W 4", "1@5"), end.lines);
    }

    @Test
    void watermarksFromUpstreamAreReplacedExceptTheLast() {
        final Output<Long> head = link(record -> record, 0, Rules.fail("time"));
        head.emitWatermark(50);
        head.emitIdle();
        head.emitWatermark(Long.MAX_VALUE);
        head.emitEnd();
        assertEquals(List.of("idle", "W " + Long.MAX_VALUE, "end"), end.lines);
    }

    @Test
    void theBeginningOfTimeHasNoWatermark() {
        final Output<Long> head = link(record -> record, 10, Rules.fail("time"));
        head.emit(Long.MIN_VALUE + 1, 0);
        head.emit(Long.MIN_VALUE + 11, 0);
        head.emit(Long.MIN_VALUE + 12, 0);
        assertEquals(
                List.of(
                        (Long.MIN_VALUE + 1) + "@" + (Long.MIN_VALUE + 1),
                        (Long.MIN_VALUE + 11) + "@" + (Long.MIN_VALUE + 11),
                        "W " + (Long.MIN_VALUE + 1),
                        (Long.MIN_VALUE + 12) + "@" + (Long.MIN_VALUE + 12)),
                end.lines);
    }

    @Test
    void aRecordWithoutATimeFollowsTheRule() {
        assertEquals(
                "operator 'time': java.lang.IllegalArgumentException: timestampNs=" + SlotLayout.NO_TIME
                        + " stands for \"none\": name the record's time with eventTime(..)",
                assertThrows(
                                OperatorFailure.class,
                                () -> link(null, 0, Rules.fail("time")).emit(1L, SlotLayout.NO_TIME))
                        .getMessage());
        final ErrorRule skip = Rules.skip("time");
        final Output<Long> head = link(record -> 10 / record, 0, skip);
        head.emit(0L, 0);
        head.emit(2L, 0);
        assertEquals(1, skip.skipped().get());
        assertEquals(List.of("W 4", "2@5"), end.lines);
    }

    @Test
    void anOperatorGetsARecordOnlyBehindItsFinishedWatermark() {
        final Flow flow = new Flow();
        final ChainBuilder builder = new ChainBuilder(new Specialiser(true), flow);
        final int[] portions = new int[1];
        final Operator<Long, Long> slow = new Operator<>() {
            @Override
            public void process(final Long record, final long timestampNs, final Output<Long> output) {
                output.emit(record, timestampNs);
            }

            @Override
            public boolean onWatermark(final long watermarkNs, final Output<Long> output) {
                return ++portions[0] % 3 == 0;
            }
        };
        final Output<Long> head = builder.eventTime(
                record -> record, 0, Rules.fail("time"), builder.operator(slow, Rules.fail("slow"), end), frontier);
        head.emit(5L, 0);
        head.emit(6L, 0);
        assertEquals(List.of("W 4", "5@5", "W 5", "6@6"), end.lines);
        assertEquals(false, flow.isHeld());
    }
}
