// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrategyLinkTest {
    private static final int SEEDS = 2_000;

    private final Trace<Long> end = new Trace<>();
    private final Frontier frontier = new Frontier();
    private final ChainBuilder chain = new ChainBuilder(new Specialiser(true), new Flow());

    private Output<Long> link(final WatermarkStrategy<Long> strategy) {
        return chain.eventTime(record -> record, strategy, Rules.fail("time"), end, frontier);
    }

    @Test
    void aWatermarkGoesBeforeItsRecordUnlessItWouldMakeItLate() {
        final Output<Long> head = link((record, timestampNs, state) -> record % 10 == 0 ? record + 1 : record - 3);
        head.emit(5L, 99);
        head.emit(10L, 99);
        head.emit(8L, 99);
        head.emit(15L, 99);
        assertEquals(List.of("W 2", "5@5", "10@10", "W 11", "8@8", "W 12", "15@15"), end.lines);
        assertEquals(12, frontier.watermarkNs());
    }

    @Test
    void aRecordMayHaveNothingToSayAboutTime() {
        final Output<Long> head =
                link((record, timestampNs, state) -> record % 10 == 0 ? record - 1 : SlotLayout.NO_TIME);
        head.emitWatermark(50);
        head.emit(5L, 99);
        head.emit(10L, 99);
        head.emit(9L, 99);
        head.emitIdle();
        head.emitActive();
        head.emitWatermark(Long.MAX_VALUE);
        head.emitEnd();
        assertEquals(List.of("5@5", "W 9", "10@10", "9@9", "idle", "active", "W " + Long.MAX_VALUE, "end"), end.lines);
    }

    /** Two feeds in one stream, even and odd: complete up to the one that lags. */
    private record Slower() implements WatermarkStrategy<Long> {
        @Override
        public int stateBytes() {
            return 2 * Long.BYTES;
        }

        @Override
        public long onRecord(final Long record, final long timestampNs, final long state) {
            Memory.putLong(state + (record % 2) * Long.BYTES, timestampNs);
            return Math.min(Memory.getLong(state), Memory.getLong(state + Long.BYTES)) - 1;
        }
    }

    @Test
    void whatAStrategyRemembersBelongsToOneUseOfItAndIsFreed() throws Exception {
        final long liveBytes = Slab.liveBytes();
        final Slower slower = new Slower();
        final Output<Long> first = link(slower);
        final Output<Long> second = link(slower);
        first.emit(8L, 0);
        second.emit(5L, 0);
        second.emit(4L, 0);
        first.emit(7L, 0);
        assertEquals(List.of("W -1", "8@8", "W -1", "5@5", "W 3", "4@4", "W 6", "7@7"), end.lines);
        for (final Resumable closing : chain.links()) {
            closing.close();
        }
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @Test
    void theLastWatermarkIsNotForStrategies() {
        final Output<Long> head = link((record, timestampNs, state) -> Long.MAX_VALUE);
        assertEquals(
                "operator 'time': java.lang.IllegalArgumentException: watermarkNs=9223372036854775807 stands for the end of"
                        + " the stream: answer a time that a record can have",
                assertThrows(OperatorFailure.class, () -> head.emit(1L, 0)).getMessage());
    }

    @Test
    void aRecordWhoseStrategyThrowsFollowsTheRule() {
        final ErrorRule skip = Rules.skip("time");
        final WatermarkStrategy<Long> strategy = (record, timestampNs, state) -> 10 / record;
        final Output<Long> head = chain.eventTime(null, strategy, skip, end, frontier);
        head.emit(0L, 3);
        head.emit(1L, SlotLayout.NO_TIME);
        head.emit(5L, 6);
        assertEquals(2, skip.skipped().get());
        assertEquals(List.of("W 2", "5@6"), end.lines);
    }

    @Test
    void stateThatIsNotWholeWordsIsRefused() {
        final WatermarkStrategy<Long> odd = new WatermarkStrategy<>() {
            @Override
            public long onRecord(final Long record, final long timestampNs, final long state) {
                return 0;
            }

            @Override
            public int stateBytes() {
                return 12;
            }
        };
        assertEquals(
                "operator 'time': stateBytes=12 of its watermarks is not 0 or a multiple of 8: round it up",
                assertThrows(IllegalArgumentException.class, () -> link(odd)).getMessage());
    }

    /** The end of a chain for which watermarks are due at certain times only. */
    private static final class Due implements Output<Long> {
        private final Trace<Long> trace = new Trace<>();
        private final long stepNs;
        private long toldNs = SlotLayout.NO_TIME;

        Due(final long stepNs) {
            this.stepNs = stepNs;
        }

        @Override
        public void emit(final Long record, final long timestampNs) {
            trace.emit(record, timestampNs);
        }

        @Override
        public void emitWatermark(final long watermarkNs) {
            toldNs = watermarkNs;
            trace.emitWatermark(watermarkNs);
        }

        @Override
        public long watermarkDueNs() {
            return stepNs == 0 || toldNs == SlotLayout.NO_TIME ? SlotLayout.NO_TIME : toldNs + stepNs;
        }

        @Override
        public void emitIdle() {
            trace.emitIdle();
        }

        @Override
        public void emitActive() {
            trace.emitActive();
        }

        @Override
        public void emitEnd() {
            trace.emitEnd();
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }

    @Test
    void boundedDisorderAsAStrategyIsWhatItsOwnLinkDoes() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Random random = new Random(seed);
            final long disorderNs = random.nextInt(6);
            final long stepNs = random.nextInt(3) * 7L;
            final Due own = new Due(stepNs);
            final Due general = new Due(stepNs);
            final BoundedDisorder<Long> bounded = new BoundedDisorder<>(disorderNs);
            final Output<Long> left = chain.eventTime(null, bounded, Rules.fail("a"), own, new Frontier());
            final WatermarkStrategy<Long> function = bounded::onRecord;
            final Output<Long> right = chain.eventTime(null, function, Rules.fail("b"), general, new Frontier());
            long timeNs = random.nextBoolean() ? SlotLayout.NO_TIME + 1 : 0;
            for (long step = 0; step < 50; step++) {
                timeNs += random.nextInt(4);
                final long timestampNs = Math.max(SlotLayout.NO_TIME + 1, timeNs - random.nextInt(8));
                final boolean idle = random.nextInt(10) == 0;
                for (final Output<Long> head : List.of(left, right)) {
                    head.emit(step, timestampNs);
                    if (idle) {
                        head.emitIdle();
                    }
                }
            }
            assertEquals(own.trace.lines, general.trace.lines, "seed=" + seed);
        }
    }
}
