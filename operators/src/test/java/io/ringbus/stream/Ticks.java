// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Input for whole pipelines, in order of time, and running them. */
final class Ticks {
    private Ticks() {}

    /** {@code count} records of seven keys with many equal prices, one every 3 ns. */
    static List<Tick> some(final int count) {
        final Random random = new Random(count);
        final List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ticks.add(Tick.of(random.nextInt(7), random.nextInt(40) - 20, i * 3L));
        }
        return ticks;
    }

    static Stream<Tick> stream(final Pipeline pipeline, final List<Tick> ticks) {
        return pipeline.from(Sources.of(ticks)).as(Tick.class);
    }

    static void run(final Pipeline pipeline) throws InterruptedException {
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
    }
}
