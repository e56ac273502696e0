// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.config.Durability;
import io.ringbus.connectors.Sources;
import io.ringbus.demo.AcknowledgingPipeline.Numbered;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process with a journal is killed with SIGKILL, again and again: whatever it had acknowledged is there, once, in order. */
@Timeout(120)
class AcknowledgedRecordsTest {
    private static final int KILLS = 6;
    private static final int MILLIS_MAX = 60;
    private static final long SEED = Long.getLong("ringbus.test.seed", System.nanoTime());
    private static final List<String> SMALL =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereAfterAKill(final Durability durability) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "skipped: signals are sent by kill(1)");
        final Random random = new Random(SEED);
        long kept = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            final long acknowledged = acknowledgedUntilKilled(durability, kept, random);
            kept = kept(folder);
            assertTrue(
                    acknowledged > 0 && kept >= acknowledged,
                    durability + ", seed=" + SEED + ", kill=" + kill + ": acknowledged=" + acknowledged + ", kept="
                            + kept);
        }
    }

    private long acknowledgedUntilKilled(final Durability durability, final long first, final Random random)
            throws Exception {
        final String begun = AcknowledgingPipeline.ACKNOWLEDGED + (first + 100);
        try (ChildProcess child = ChildProcess.start(
                SMALL,
                AcknowledgingPipeline.class,
                List.of(folder.toString(), durability.name(), Long.toString(first)))) {
            assertTrue(child.hasSaid(begun), child.said());
            assertTrue(!child.endsWithin(random.nextInt(MILLIS_MAX)), "it goes on until it is killed");
            Signals.send(child, "KILL");
            child.exitCode();
            return lastAcknowledged(child);
        }
    }

    static long lastAcknowledged(final ChildProcess child) {
        final String said = child.said();
        final int at = said.lastIndexOf(AcknowledgingPipeline.ACKNOWLEDGED);
        return Long.parseLong(said.substring(at + AcknowledgingPipeline.ACKNOWLEDGED.length(), said.indexOf('\n', at)));
    }

    /** Reads the journal: numbers from 0 on, each once. */
    static long kept(final Path folder) throws InterruptedException {
        final AtomicLong next = new AtomicLong();
        final Pipeline pipeline = Pipeline.create();
        pipeline.from(Sources.journal(folder, Codecs.of(Numbered.class)))
                .to((number, timestampNs) -> assertEquals(next.getAndIncrement(), number.number()));
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        return next.get();
    }
}
