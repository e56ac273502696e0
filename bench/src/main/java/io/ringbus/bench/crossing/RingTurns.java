// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TapeSource;
import io.ringbus.bench.pipeline.Trade;
import io.ringbus.bench.pipeline.TradeTape;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;

/** {@link Crossing} with both ends of the edge on one thread, in turns: what an edge costs in instructions. */
public final class RingTurns implements Contender {
    private final TradeTape tape = new TradeTape(RawEvents.TRADES, RawEvents.SEED);
    private final TapeSource source = new TapeSource(tape);
    private final TradeCount count = new TradeCount(RawEvents.TRADES);
    private final Execution execution;

    public RingTurns() {
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.THREADS, Threads.inline()));
        pipeline.from(source).as(Codecs.of(Trade.class)).stage("reader").to(count);
        execution = pipeline.start();
    }

    @Override
    public long eventsPerRound() {
        return RawEvents.TRADES;
    }

    @Override
    public long round() {
        source.allow(1);
        while (!count.isComplete()) {
            execution.doWork();
        }
        return count.await();
    }

    @Override
    public void close() {
        execution.close();
        tape.close();
    }
}
