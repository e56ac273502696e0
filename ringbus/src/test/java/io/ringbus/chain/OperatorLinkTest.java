// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorLinkTest {
    private final Flow flow = new Flow();
    private final ChainBuilder chain = new ChainBuilder(new Specialiser(true), flow);
    private final Trace<Object> end = new Trace<>();

    /** Passes records on; says {@code portions} things for each watermark, one a call, and none into a full ring. */
    private static final class Slow implements Operator<Object, Object> {
        private final String name;
        private final int portions;
        private int said;
        private boolean closed;

        Slow(final String name, final int portions) {
            this.name = name;
            this.portions = portions;
        }

        @Override
        public void process(final Object record, final long timestampNs, final Output<Object> output) {
            assertTrue(said == 0 || said == portions, "fed while busy");
            output.emit(record, timestampNs);
        }

        @Override
        public boolean onWatermark(final long watermarkNs, final Output<Object> output) {
            if (output.isFull()) {
                return false;
            }
            if (said < portions) {
                output.emit(name + said, watermarkNs);
                said++;
            }
            if (said < portions) {
                return false;
            }
            said = 0;
            return true;
        }

        @Override
        public void onEnd(final Output<Object> output) {
            assertEquals(0, said);
            output.emit(name + " ends", 0);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private void resumeAll() {
        for (final Resumable link : chain.links()) {
            if (!link.resume()) {
                return;
            }
        }
    }

    private static Operator<Object, Object> throwing(final int times, final Throwable cause, final List<Object> calls) {
        return (record, timestampNs, output) -> {
            calls.add(record);
            if (calls.size() <= times) {
                if (cause instanceof Error error) {
                    throw error;
                }
                throw (Exception) cause;
            }
            output.emit(record, timestampNs);
        };
    }

    @Test
    void aBusyOperatorTakesTheRecordsItSaysItCanAndFinishesBeforeOthers() {
        final Output<Object> lead = chain.operator(
                new Operator<>() {
                    private int left = 3;

                    @Override
                    public void process(final Object record, final long timestampNs, final Output<Object> output) {
                        output.emit(record, timestampNs);
                    }

                    @Override
                    public boolean onWatermark(final long watermarkNs, final Output<Object> output) {
                        output.emit("portion", watermarkNs);
                        return --left == 0;
                    }

                    @Override
                    public boolean takesWhileBusy(final long timestampNs) {
                        return timestampNs == 11;
                    }
                },
                Rules.fail("slow"),
                end);
        lead.emitWatermark(10);
        lead.emit("taken", 11);
        lead.emit("not taken", 12);
        assertEquals(List.of("portion@10", "taken@11", "portion@10", "portion@10", "W 10", "not taken@12"), end.lines);
    }

    @Test
    void aWatermarkWaitsUntilItsOperatorIsDone() {
        final Output<Object> head = chain.operator(new Slow("a", 3), Rules.fail("a"), end);
        head.emitWatermark(5);
        assertTrue(flow.isBusy() && flow.isHeld());
        assertEquals(List.of("a0@5"), end.lines);
        resumeAll();
        assertTrue(flow.isBusy());
        resumeAll();
        assertFalse(flow.isHeld());
        resumeAll();
        assertEquals(List.of("a0@5", "a1@5", "a2@5", "W 5"), end.lines);
    }

    @Test
    void twoSlowOperatorsInARowFinishOneAfterTheOther() {
        final Output<Object> second = chain.operator(new Slow("b", 2), Rules.fail("b"), end);
        final Output<Object> head = chain.operator(new Slow("a", 3), Rules.fail("a"), second);
        head.emit("x", 1);
        head.emitWatermark(5);
        int turns = 0;
        while (flow.isHeld()) {
            resumeAll();
            turns++;
        }
        head.emitEnd();
        assertEquals(3, turns);
        assertEquals(
                List.of("x@1", "a0@5", "a1@5", "a2@5", "b0@5", "b1@5", "W 5", "a ends@0", "b ends@0", "end"),
                end.lines);
    }

    @Test
    void whatArrivesAtABusyOperatorMakesItFinishFirst() {
        final Output<Object> second = chain.operator(new Slow("b", 2), Rules.fail("b"), end);
        final Output<Object> head = chain.operator(new Slow("a", 2), Rules.fail("a"), second);
        head.emitWatermark(5);
        head.emit("x", 6);
        assertFalse(flow.isHeld());
        head.emitWatermark(7);
        head.emitWatermark(8);
        head.emitIdle();
        head.emitWatermark(9);
        head.emitEnd();
        assertFalse(flow.isHeld());
        assertEquals(
                List.of(
                        "a0@5",
                        "a1@5",
                        "b0@5",
                        "b1@5",
                        "W 5",
                        "x@6",
                        "a0@7",
                        "a1@7",
                        "b0@7",
                        "b1@7",
                        "W 7",
                        "a0@8",
                        "a1@8",
                        "b0@8",
                        "b1@8",
                        "W 8",
                        "idle",
                        "a0@9",
                        "a1@9",
                        "b0@9",
                        "b1@9",
                        "W 9",
                        "a ends@0",
                        "b ends@0",
                        "end"),
                end.lines);
    }

    @Test
    void whatArrivesAtABusyOperatorDoesNotWaitForAFullRing() {
        final Output<Object> full = new FullOutput(flow, end.lines);
        final Output<Object> head = chain.operator(new Slow("a", 2), Rules.fail("a"), full);
        head.emitWatermark(5);
        flow.outletFilled();
        assertTrue(full.isFull());
        head.emit("x", 6);
        assertTrue(full.isFull());
        assertEquals(List.of("a0@5", "a1@5", "W 5", "x@6"), end.lines);
        flow.outletCleared();
        assertFalse(flow.isHeld());
    }

    /** Says what the flow says, as outlets do. */
    private record FullOutput(Flow flow, List<String> lines) implements Output<Object> {
        @Override
        public void emit(final Object record, final long timestampNs) {
            lines.add(record + "@" + timestampNs);
        }

        @Override
        public void emitWatermark(final long watermarkNs) {
            lines.add("W " + watermarkNs);
        }

        @Override
        public void emitIdle() {}

        @Override
        public void emitActive() {}

        @Override
        public void emitEnd() {}

        @Override
        public boolean isFull() {
            return flow.isFull();
        }
    }

    @Test
    void aRecordIsTriedAgainAsOftenAsTheRuleSays() {
        final List<Object> calls = new ArrayList<>();
        final Output<Object> head = chain.operator(throwing(2, new Exception(), calls), Rules.retry("a", 2), end);
        head.emit("x", 1);
        assertEquals(List.of("x", "x", "x"), calls);
        assertEquals(List.of("x@1"), end.lines);
    }

    @Test
    void aRecordIsSkippedOrBecomesADeadLetter() {
        final Exception cause = new Exception();
        final ErrorRule skip = Rules.skip("a");
        chain.operator(throwing(1, cause, new ArrayList<>()), skip, end).emit("x", 1);
        assertEquals(1, skip.skipped().get());
        final List<DeadLetter> letters = new ArrayList<>();
        chain.operator(throwing(1, cause, new ArrayList<>()), Rules.deadLetter("a", letters), end)
                .emit("x", 1);
        assertEquals(List.of(new DeadLetter("a", "x", 1, cause)), letters);
        assertEquals(List.of(), end.lines);
    }

    @Test
    void errorsAlwaysFail() {
        final Error cause = new StackOverflowError();
        for (final ErrorRule rule : List.of(Rules.skip("a"), Rules.retry("a", 9))) {
            final List<Object> calls = new ArrayList<>();
            final Output<Object> head = chain.operator(throwing(1, cause, calls), rule, end);
            assertSame(
                    cause,
                    assertThrows(OperatorFailure.class, () -> head.emit("x", 1)).thrown());
            assertEquals(1, calls.size());
        }
    }

    @Test
    void aFailureFurtherDownKeepsItsOwnName() {
        final Output<Object> inner =
                chain.operator(throwing(1, new Exception("deep"), new ArrayList<>()), Rules.fail("inner"), end);
        final Output<Object> outer =
                chain.operator(throwing(0, new Exception(), new ArrayList<>()), Rules.skip("outer"), inner);
        assertEquals(
                "operator 'inner': java.lang.Exception: deep",
                assertThrows(OperatorFailure.class, () -> outer.emit("x", 1)).getMessage());
    }

    @Test
    void aFailureThatAUserSwallowsIsRemembered() {
        final Output<Object> inner =
                chain.operator(throwing(1, new Exception("deep"), new ArrayList<>()), Rules.fail("inner"), end);
        final Operator<Object, Object> careless = (record, timestampNs, output) -> {
            try {
                output.emit(record, timestampNs);
            } catch (final RuntimeException swallowed) {
                output.isFull();
            }
        };
        chain.operator(careless, Rules.fail("outer"), inner).emit("x", 1);
        assertEquals("inner", assertThrows(OperatorFailure.class, flow::rethrow).operator());
    }

    @Test
    void watermarksAndEndsThatThrowFailWhateverTheRule() {
        final Operator<Object, Object> broken = new Operator<>() {
            @Override
            public void process(final Object record, final long timestampNs, final Output<Object> output) {}

            @Override
            public boolean onWatermark(final long watermarkNs, final Output<Object> output) throws Exception {
                throw new Exception("late");
            }

            @Override
            public void onEnd(final Output<Object> output) throws Exception {
                throw new Exception("last");
            }
        };
        final Output<Object> head = chain.operator(broken, Rules.skip("a"), end);
        assertEquals(
                "operator 'a': java.lang.Exception: late",
                assertThrows(OperatorFailure.class, () -> head.emitWatermark(1)).getMessage());
        assertEquals(
                "operator 'a': java.lang.Exception: last",
                assertThrows(OperatorFailure.class, head::emitEnd).getMessage());
    }

    @Test
    void closingALinkClosesItsOperator() throws Exception {
        final Slow slow = new Slow("a", 1);
        chain.operator(slow, Rules.fail("a"), end);
        for (final Resumable link : chain.links()) {
            link.close();
        }
        assertTrue(slow.closed);
    }
}
