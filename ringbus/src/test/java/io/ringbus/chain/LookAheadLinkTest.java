// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookAheadLinkTest {
    private static final long BROKEN_KEY = 13;

    private final Flow flow = new Flow();
    private ChainBuilder chain = new ChainBuilder(new Specialiser(true), flow);
    private final Trace<Object> end = new Trace<>() {
        @Override
        public long watermarkDueNs() {
            return Long.MAX_VALUE;
        }
    };
    private final long bytesBefore = Slab.liveBytes();
    private final Ahead operator = new Ahead();

    /** Passes records on, notes what is read ahead of them, and is due at one watermark. */
    private final class Ahead implements Operator<Long, Object>, LooksAhead<Long> {
        private final List<Long> read = new ArrayList<>();
        private long waitsFromNs = Long.MIN_VALUE;
        private long dueNs = Long.MAX_VALUE;
        private long holdsAt = -1;
        private int failures;

        @Override
        public void process(final Long record, final long timestampNs, final Output<Object> output) {
            keyOf(record);
            output.emit(record, timestampNs);
            if (record == holdsAt) {
                flow.outletFilled();
            }
        }

        private long keyOf(final Long record) {
            if (record == BROKEN_KEY) {
                failures++;
                throw new IllegalStateException("no key");
            }
            return record;
        }

        @Override
        public boolean mayWait(final long timestampNs) {
            return timestampNs >= waitsFromNs;
        }

        @Override
        public long hintOf(final Long record) {
            return keyOf(record);
        }

        @Override
        public long readPlace(final long hint) {
            read.add(hint);
            return hint;
        }

        @Override
        public long watermarkDueNs() {
            return dueNs;
        }
    }

    private Output<Long> lead(final ErrorRule errors) {
        return chain.lookingAhead(operator, codec(Long.class), errors, end);
    }

    @SuppressWarnings("unchecked")
    private static <T> AddressCodec<T> codec(final Class<T> type) {
        return (AddressCodec<T>) Codecs.ofType(type);
    }

    private void drain() {
        for (final Resumable link : chain.links()) {
            if (link instanceof SetsAside aside) {
                aside.drain();
            }
        }
    }

    private void resume() {
        for (final Resumable link : chain.links()) {
            if (!link.resume()) {
                return;
            }
        }
    }

    private static List<String> lines(final long from, final long to) {
        return LongStream.range(from, to).mapToObj(i -> i + "@" + 10 * i).toList();
    }

    private static void emit(final Output<Long> lead, final long from, final long to) {
        for (long i = from; i < to; i++) {
            lead.emit(i, 10 * i);
        }
    }

    @AfterEach
    void nothingIsLeftOffHeap() throws Exception {
        for (final Resumable link : chain.links()) {
            link.close();
        }
        assertEquals(bytesBefore, Slab.liveBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordsGoOnInOrderWhenAsManyAsFitHaveCome(final boolean specialised) {
        chain = new ChainBuilder(new Specialiser(specialised), flow);
        final Output<Long> lead = lead(Rules.fail("a"));
        emit(lead, 100, 163);
        assertEquals(List.of(), end.lines);
        emit(lead, 163, 170);
        assertEquals(lines(100, 164), end.lines);
        assertEquals(LongStream.range(100, 164).boxed().toList(), operator.read);
        drain();
        assertEquals(lines(100, 170), end.lines);
        drain();
        assertEquals(LongStream.range(100, 170).boxed().toList(), operator.read);
        assertFalse(flow.isHeld());
    }

    @Test
    void aRecordThatMayNotWaitGoesOnBehindThoseThatDid() {
        operator.waitsFromNs = 1_000;
        final Output<Long> lead = lead(Rules.fail("a"));
        emit(lead, 100, 103);
        lead.emit(7L, 70);
        assertEquals(List.of("100@1000", "101@1010", "102@1020", "7@70"), end.lines);
    }

    @Test
    void marksComeBehindTheRecordsBeforeThem() {
        final Output<Long> lead = lead(Rules.fail("a"));
        emit(lead, 1, 2);
        lead.emitIdle();
        emit(lead, 2, 3);
        lead.emitActive();
        emit(lead, 3, 4);
        operator.dueNs = 31;
        lead.emitWatermark(31);
        emit(lead, 4, 5);
        lead.emitWatermark(Long.MAX_VALUE);
        emit(lead, 5, 6);
        lead.emitEnd();
        assertEquals(
                List.of("1@10", "idle", "2@20", "active", "3@30", "W 31", "4@40", "W " + Long.MAX_VALUE, "5@50", "end"),
                end.lines);
    }

    @Test
    void aWatermarkThatNothingWaitsForGoesOnBehindTheRecordsButBeforeOneThatItMakesLate() {
        final Output<Long> lead = lead(Rules.fail("a"));
        emit(lead, 1, 3);
        lead.emitWatermark(15);
        lead.emitWatermark(20);
        emit(lead, 3, 4);
        assertEquals(List.of(), end.lines);
        drain();
        assertEquals(List.of("1@10", "2@20", "3@30", "W 20"), end.lines);
        emit(lead, 4, 5);
        lead.emitWatermark(39);
        lead.emit(8L, 39);
        assertEquals(List.of("4@40", "W 39"), end.lines.subList(4, 6));
        lead.emitWatermark(40);
        lead.emitIdle();
        assertEquals(List.of("8@39", "W 40", "idle"), end.lines.subList(6, 9));
    }

    @Test
    void whatIsHeldMeanwhileGoesOnWhenTheStageDoes() {
        operator.holdsAt = 2;
        final Output<Long> lead = lead(Rules.fail("a"));
        emit(lead, 1, 5);
        lead.emitWatermark(15);
        drain();
        assertEquals(lines(1, 3), end.lines);
        assertTrue(flow.isBusy());
        flow.outletCleared();
        assertTrue(flow.isHeld());
        resume();
        assertFalse(flow.isHeld());
        assertEquals("[1@10, 2@20, 3@30, 4@40, W 15]", end.lines.toString());
    }

    @Test
    void recordsThatComeAllTheSameDrainItAtOnce() {
        operator.holdsAt = 2;
        final Output<Long> lead = lead(Rules.fail("a"));
        emit(lead, 1, 5);
        drain();
        assertTrue(flow.isBusy());
        emit(lead, 5, 7);
        assertFalse(flow.isBusy());
        assertEquals(lines(1, 5), end.lines);
        lead.emitEnd();
        assertEquals(lines(1, 7), end.lines.subList(0, 6));
        assertTrue(flow.isFull());
        flow.outletCleared();
        assertFalse(flow.isHeld());
    }

    @Test
    void aKeyThatCannotBeToldFailsWhenItsRecordIsTaken() {
        final ErrorRule skip = Rules.skip("a");
        final Output<Long> lead = lead(skip);
        emit(lead, 12, 15);
        assertEquals(lines(12, 13), end.lines);
        assertEquals(1, skip.skipped().get());
        assertEquals(2, operator.failures);
        drain();
        assertEquals(List.of("12@120", "14@140"), end.lines);
    }

    @Test
    void theErrorRuleSeesTheRecordThatFailed() {
        final List<DeadLetter> letters = new ArrayList<>();
        final Output<Long> lead = lead(Rules.deadLetter("a", letters));
        emit(lead, 10, 16);
        drain();
        assertEquals(1, letters.size());
        assertEquals(BROKEN_KEY, letters.get(0).record());
        assertEquals(130, letters.get(0).timestampNs());
        assertEquals(5, end.lines.size());
    }

    @Test
    void aFailingOperatorIsNamedAndTakesNoRecordTwice() {
        final Operator<Long, Object> failing = new FailingAt2();
        final Output<Long> lead = chain.lookingAhead(failing, codec(Long.class), Rules.fail("a"), end);
        emit(lead, 1, 4);
        assertEquals("a", assertThrows(OperatorFailure.class, this::drain).operator());
        drain();
        assertEquals(List.of("1@10", "3@30"), end.lines);
    }

    private static final class FailingAt2 implements Operator<Long, Object>, LooksAhead<Long> {
        @Override
        public void process(final Long record, final long timestampNs, final Output<Object> output) {
            if (record == 2) {
                throw new IllegalStateException("two");
            }
            output.emit(record, timestampNs);
        }

        @Override
        public boolean mayWait(final long timestampNs) {
            return true;
        }

        @Override
        public long hintOf(final Long record) {
            return record;
        }

        @Override
        public long readPlace(final long hint) {
            return hint;
        }
    }

    @Test
    void aRecordThatCannotBeKeptGoesOnAtOnce() {
        final List<String> taken = new ArrayList<>();
        final Output<String> lead =
                chain.lookingAhead(new Texts(taken), Codecs.string(4), Rules.fail("a"), new Trace<>());
        lead.emit("b", 1);
        lead.emit("too long for it", 2);
        lead.emit("", 3);
        assertEquals(List.of("b", "too long for it"), taken);
        drain();
        assertEquals(List.of("b", "too long for it", ""), taken);
    }

    private record Texts(List<String> taken) implements Operator<String, Object>, LooksAhead<String> {
        @Override
        public void process(final String record, final long timestampNs, final Output<Object> output) {
            taken.add(record);
        }

        @Override
        public boolean mayWait(final long timestampNs) {
            return true;
        }

        @Override
        public long hintOf(final String record) {
            return record.length();
        }

        @Override
        public long readPlace(final long hint) {
            return hint;
        }
    }
}
