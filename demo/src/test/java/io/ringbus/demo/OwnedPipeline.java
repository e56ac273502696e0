// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import java.nio.file.Path;
import java.util.Optional;

/** A process that owns a folder of checkpoints and never ends: nothing but that folder stands between two of them. */
final class OwnedPipeline {
    static final String COMMITTED = "committed";
    private static final long CHECKPOINT_NS = 10_000_000;

    private OwnedPipeline() {}

    /** The folder. */
    public static void main(final String[] args) throws Exception {
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.CHECKPOINT_DIR, Optional.of(Path.of(args[0])))
                .with(Settings.CHECKPOINT_INTERVAL, CHECKPOINT_NS));
        pipeline.from(Sources.generate(Quote::of).perSecond(10_000))
                .as(Quote.class)
                .keyBy(Quote::symbol)
                .sum(Quote::price)
                .to(new Told());
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
    }

    private static final class Told implements Sink<Quote> {
        @Override
        public void accept(final Quote quote, final long timestampNs) {}

        @Override
        public void commit(final long checkpointId) {
            System.out.println(COMMITTED);
        }
    }
}
