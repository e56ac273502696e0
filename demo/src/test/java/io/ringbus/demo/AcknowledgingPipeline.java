// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Durability;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import java.nio.file.Path;

/** A process that publishes numbers into a journal and says which are acknowledged, until it is killed. */
final class AcknowledgingPipeline {
    static final String ACKNOWLEDGED = "acknowledged ";
    private static final int ROUND = 100;

    record Numbered(long number) {}

    private AcknowledgingPipeline() {}

    /** Folder, durability, first number. */
    public static void main(final String[] args) {
        final Pipeline pipeline =
                Pipeline.create(Config.defaults().with(Settings.JOURNAL_DURABILITY, Durability.valueOf(args[1])));
        final Ingress<Numbered> numbers =
                pipeline.ingress("numbers", Codecs.of(Numbered.class), Journal.in(Path.of(args[0])));
        pipeline.from(numbers).to((number, timestampNs) -> {});
        try (Execution execution = pipeline.start()) {
            for (long number = Long.parseLong(args[2]); !execution.isEnded(); ) {
                for (final long until = number + ROUND; number < until; number++) {
                    numbers.publish(new Numbered(number));
                }
                numbers.acknowledge();
                System.out.println(ACKNOWLEDGED + number);
            }
        }
    }
}
