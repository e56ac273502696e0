// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.bench.harness.Contender;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;

/** The job of P1 as a user writes it: a pipeline of records and method references, driven by the calling thread. */
public final class Fused implements Contender {
    private final TradeTape tape = new TradeTape(TradeJob.TRADES, TradeJob.SEED);
    private final TapeSource source = new TapeSource(tape);
    private final TradeSum sum = new TradeSum();
    private final Execution execution;

    public Fused() {
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.THREADS, Threads.inline()));
        pipeline.from(source)
                .filter(TradeJob::isLarge)
                .filter(TradeJob::isRegular)
                .map(TradeJob::valued)
                .filter(TradeJob::isWorthwhile)
                .map(TradeJob::charged)
                .map(TradeJob::bucketed)
                .filter(TradeJob::isWanted)
                .map(TradeJob::result)
                .to(sum);
        execution = pipeline.start();
    }

    @Override
    public long eventsPerRound() {
        return TradeJob.TRADES;
    }

    @Override
    public long round() {
        source.allow(1);
        while (!source.isPlayed()) {
            execution.doWork();
        }
        return sum.take();
    }

    @Override
    public void close() {
        execution.close();
        tape.close();
    }
}
