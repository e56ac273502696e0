// SPDX-License-Identifier: Apache-2.0
package io.ringbus.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Tick;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stage that blocks is reported by name. */
class WatchdogTest {
    private static final class Kept extends Handler {
        private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();

        @Override
        public void publish(final LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Logger logger = Logger.getLogger(Watchdog.class.getName());
    private final Kept kept = new Kept();

    @BeforeEach
    void listen() {
        logger.addHandler(kept);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(kept);
        logger.setUseParentHandlers(true);
    }

    /** A stage "far" that takes one record a turn and hands it to {@code sink}. */
    private static Pipeline watched(final Sink<Tick> sink) {
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.WATCHDOG_INTERVAL, TimeUnit.MILLISECONDS.toNanos(5))
                .with(Settings.STAGE_DRAIN_LIMIT, "far", 1));
        final Tick tick = new Tick(1, "A", 1, 1);
        pipeline.from(Sources.of(List.of(tick, tick, tick)))
                .as(Tick.class)
                .stage("far")
                .to(sink);
        return pipeline;
    }

    private void expectReport() throws InterruptedException {
        final String message = kept.messages.poll(20, TimeUnit.SECONDS);
        assertNotNull(message);
        assertTrue(
                message.startsWith(
                        "stage 'far': records taken=0 in ringbus.watchdog.interval=5 ms, with a backlog of "),
                message);
        assertTrue(message.contains(" slots in ring 'far': an operator blocks"), message);
    }

    @Test
    void reportsABlockedStageOnceAndEndsWithThePipeline() throws InterruptedException {
        final CountDownLatch release = new CountDownLatch(1);
        try (Execution execution = watched((record, timeNs) -> release.await()).start()) {
            expectReport();
            release.countDown();
            execution.await();
        }
        assertEquals(0, kept.messages.size());
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("ringbus-watchdog"))
                        .count());
    }

    @Test
    void reportsAStageAgainThatHasMovedAndBlocksOnceMore() throws InterruptedException {
        final Semaphore mayGoOn = new Semaphore(0);
        try (Execution execution =
                watched((record, timeNs) -> mayGoOn.acquire()).start()) {
            expectReport();
            mayGoOn.release();
            expectReport();
            mayGoOn.release(2);
            execution.await();
        }
    }
}
