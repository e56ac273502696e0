// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.RecordsOnly;
import io.ringbus.chain.Source;
import io.ringbus.connectors.Sources;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A replay sends by its schedule: in order of event time, each record stamped with its own due time. */
class ReplayTest {
    private static final int INPUTS = 3;
    private static final int RECORDS = 200;
    private static final double RATE = 100_000;
    private static final long NS_PER_RECORD = 10_000;

    @Test
    void recordsGoOutInOrderOfEventTimeAndAreStampedByTheSchedule() throws Exception {
        final long seed = Long.getLong("ringbus.test.seed", 42);
        final Replay replay = new Replay(data(new Random(seed)), RATE);
        final List<Tick> sent = drain(replay);
        assertEquals(INPUTS * RECORDS, sent.size(), "seed " + seed);
        assertEquals(INPUTS * RECORDS, replay.sent());
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(replay.startNs() + i * NS_PER_RECORD, sent.get(i).sentNs(), "seed " + seed + " record " + i);
            assertTrue(i == 0 || sent.get(i - 1).timeNs() <= sent.get(i).timeNs(), "seed " + seed + " record " + i);
        }
    }

    @Test
    void noRecordGoesOutBeforeItIsDue() throws Exception {
        final Replay replay = new Replay(data(new Random(7)), RATE);
        final List<Tick> sent = drain(replay);
        final long lastNs = sent.get(sent.size() - 1).sentNs();
        assertTrue(System.nanoTime() >= lastNs);
    }

    @Test
    void flatOutEveryRecordIsStampedWithTheTimeOfItsSending() throws Exception {
        final long beforeNs = System.nanoTime();
        final List<Tick> sent = drain(new Replay(data(new Random(1)), 0));
        final long afterNs = System.nanoTime();
        assertEquals(INPUTS * RECORDS, sent.size());
        for (final Tick tick : sent) {
            assertTrue(beforeNs <= tick.sentNs() && tick.sentNs() <= afterNs);
        }
    }

    private static MarketData data(final Random random) {
        final List<MarketData.Input> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            final List<Tick> ticks = new ArrayList<>();
            long timeNs = random.nextInt(50);
            for (int record = 0; record < RECORDS; record++) {
                timeNs += random.nextInt(3) == 0 ? random.nextInt(100) : 0;
                ticks.add(Tick.trade("S" + i, 1, 1, timeNs));
            }
            inputs.add(new MarketData.Input("S" + i, Sources.of(ticks)));
        }
        return new MarketData("random", inputs, false, Time.of(1, TimeUnit.SECONDS), Time.of(1, TimeUnit.SECONDS));
    }

    /** Polls the inputs in turn, as a stage does. */
    private static List<Tick> drain(final Replay replay) throws Exception {
        final List<Tick> sent = new ArrayList<>();
        final RecordsOnly<Tick> output = (tick, timestampNs) -> {
            assertEquals(tick.timeNs(), timestampNs);
            sent.add(tick);
        };
        final List<ReplayedInput> open = new ArrayList<>(replay.inputs());
        for (final ReplayedInput input : open) {
            input.open();
        }
        while (!open.isEmpty()) {
            for (int i = open.size() - 1; i >= 0; i--) {
                if (open.get(i).poll(output) == Source.Poll.EXHAUSTED) {
                    open.remove(i).close();
                }
            }
        }
        return sent;
    }
}
