// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.bench.harness.Contender;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;

/**
 * The pipeline of P1 in a JVM that has run twenty others before: what the compiler learnt from them must not slow it down.
 */
public final class AfterPollution implements Contender {
    private static final int PIPELINES = 20;
    private static final int TRADES = 1 << 15;
    private static final int LAPS = 8;

    private final Fused fused;

    public AfterPollution() {
        try (TradeTape tape = new TradeTape(TRADES, TradeJob.SEED)) {
            for (int i = 0; i < PIPELINES; i++) {
                pollute(i, tape);
            }
        }
        fused = new Fused();
    }

    private static void pollute(final int which, final TradeTape tape) {
        final TapeSource source = new TapeSource(tape);
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.THREADS, Threads.inline()));
        final Stream<Trade> trades = pipeline.from(source).filter(trade -> trade.symbol() % PIPELINES != which);
        final Stream<TradeJob.Bucketed> bucketed = switch (which & 3) {
            case 0 -> trades.map(TradeJob::valued).map(TradeJob::charged).map(TradeJob::bucketed);
            case 1 ->
                trades.map(trade -> new TradeJob.Valued(trade.size(), trade.price() + which, trade.timeNs()))
                        .filter(valued -> valued.value() > which)
                        .map(TradeJob::charged)
                        .map(TradeJob::bucketed);
            case 2 ->
                trades.filter(TradeJob::isLarge)
                        .map(trade -> new TradeJob.Bucketed(trade.symbol(), trade.flags(), which));
            default ->
                trades.flatMap((trade, out) -> {
                    if (trade.size() > which) {
                        out.emit(new TradeJob.Bucketed(trade.symbol(), trade.price(), which));
                    }
                });
        };
        final TradeSum sum = new TradeSum();
        bucketed.map(TradeJob::result).to(sum);
        try (Execution execution = pipeline.start()) {
            source.allow(LAPS);
            while (!source.isPlayed()) {
                execution.doWork();
            }
        }
    }

    @Override
    public long eventsPerRound() {
        return fused.eventsPerRound();
    }

    @Override
    public long round() {
        return fused.round();
    }

    @Override
    public void close() {
        fused.close();
    }
}
