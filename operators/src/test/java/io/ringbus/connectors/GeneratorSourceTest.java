// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Source.Poll;
import io.ringbus.environment.Clock;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.Polled;
import io.ringbus.testing.RecordingOutput;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeneratorSourceTest {
    private long nowNs = 1_000;

    private final Clock clock = new Clock() {
        @Override
        public long nanoTime() {
            return nowNs;
        }

        @Override
        public long epochNs() {
            throw new IllegalStateException("the schedule is one of intervals");
        }
    };

    @Test
    void makesTheRecordsOfTheIndicesUpToTheCount() throws Exception {
        assertEquals(
                List.of(0L, 1L, 4L, 9L),
                Polled.all(GeneratorSource.of(i -> i * i).count(4)));
    }

    @Test
    void emitsEachRecordWhenItIsDueAndNotBefore() {
        final GeneratorSource<Long> source = GeneratorSource.<Long>of(i -> i).perSecond(1_000, clock);
        final RecordingOutput<Long> output = new RecordingOutput<>();
        source.open();
        assertEquals(Poll.EMITTED, source.poll(output));
        assertEquals(Poll.NOTHING_YET, source.poll(output));
        nowNs += 999_999;
        assertEquals(Poll.NOTHING_YET, source.poll(output));
        nowNs += 1;
        assertEquals(Poll.EMITTED, source.poll(output));
        assertEquals(Poll.NOTHING_YET, source.poll(output));
    }

    @Test
    void catchesUpInABurstWhenItWasPolledLate() {
        final GeneratorSource<Long> source = GeneratorSource.<Long>of(i -> i).perSecond(1_000, clock);
        final RecordingOutput<Long> output = new RecordingOutput<>();
        source.open();
        source.poll(output);
        nowNs += 5_500_000;
        while (source.poll(output) == Poll.EMITTED) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), output.records());
    }

    @Test
    void keepsToItsScheduleHoweverThePollsFall() {
        final long seed = 20_131_007L;
        final Random random = new Random(seed);
        final double rate = 333_333.3;
        final GeneratorSource<Long> source = GeneratorSource.<Long>of(i -> i).perSecond(rate, clock);
        final RecordingOutput<Long> output = new RecordingOutput<>();
        source.open();
        for (int step = 0; step < 2_000; step++) {
            while (source.poll(output) == Poll.EMITTED) {
                Thread.onSpinWait();
            }
            final long due = (long) Math.floor((nowNs - 1_000 + 1) / (1e9 / rate)) + 1;
            assertEquals(due, output.records().size(), 1, "seed=" + seed + " step=" + step);
            nowNs += random.nextInt(20_000);
        }
    }

    @Test
    void goesOnBehindACheckpointAtItsRateFromNowOn() {
        final GeneratorSource<Long> source = GeneratorSource.<Long>of(i -> i).perSecond(1_000, clock);
        final RecordingOutput<Long> output = new RecordingOutput<>();
        try (StateWriter saved = new StateWriter()) {
            saved.putLong(5_000);
            source.restore(new StateReader("source", saved.address(), saved.length()));
        }
        source.open();
        assertEquals(Poll.EMITTED, source.poll(output));
        assertEquals(Poll.NOTHING_YET, source.poll(output));
        nowNs += 1_000_000;
        assertEquals(Poll.EMITTED, source.poll(output));
        assertEquals(Poll.NOTHING_YET, source.poll(output));
        assertEquals(List.of(5_000L, 5_001L), output.records());
    }

    @Test
    void continuesWithTheNextIndexWhenTheFunctionThrows() throws Exception {
        final Polled<Long> output = Polled.skipping(GeneratorSource.<Long>of(i -> {
                    if (i == 1) {
                        throw new IllegalStateException("bad");
                    }
                    return i;
                })
                .count(3));
        assertEquals(List.of(0L, 2L), output.records());
        assertEquals(1, output.errors().size());
    }

    @Test
    void refusesARateOrACountThatMakesNoSense() {
        assertEquals(
                "generator: rate=0.0 is outside (0, 1.0E9] per second: leave it out to run flat out",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GeneratorSource.of(i -> i).perSecond(0))
                        .getMessage());
        assertEquals(
                "generator: count=-1 < 0: give 0 or more, or leave it endless",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GeneratorSource.of(i -> i).count(-1))
                        .getMessage());
    }
}
