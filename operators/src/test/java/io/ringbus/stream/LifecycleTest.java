// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.ring.Ingress;
import io.ringbus.slot.Slab;
import io.ringbus.stage.Execution;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Starting and stopping, a thousand times and under load. */
class LifecycleTest {
    private static final int CYCLES = 1_000;
    private static final int WARM_UPS = 200;
    private static final long MAPPINGS_TOLERANCE = 40;
    private static final Config CONFIG = Config.defaults()
            .with(Settings.STATE_BACKEND, "slab")
            .with(Settings.RING_SLOTS, 64)
            .with(Settings.STATE_KEYS, 64)
            .with(Settings.THREADS, Threads.shared(2));
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    private static long entries(final Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static long ringbusThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ringbus-"))
                .count();
    }

    private static long mappings() throws IOException {
        System.gc(); // counters and byte code of pipelines that are gone
        return Files.readAllLines(MAPPINGS).size();
    }

    private static long cycle(final int number) throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(CONFIG.with(Settings.SPECIALISE, number % 4 == 0));
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        final AtomicLong counted = new AtomicLong();
        pipeline.from(ingress)
                .eventTime(Tick::timeNs)
                .stage("far")
                .keyBy(Tick::id)
                .window(Time.of(10, TimeUnit.NANOSECONDS))
                .count()
                .to((result, timeNs) -> counted.addAndGet(result.value()));
        try (Execution execution = pipeline.start()) {
            for (int i = 0; i < 5; i++) {
                ingress.publish(Tick.of(i % 3, i, i * 7L));
            }
            execution.stop(10, TimeUnit.SECONDS);
        }
        return counted.get();
    }

    @Test
    void aThousandStartsAndStopsLeaveNothingBehind() throws InterruptedException, IOException, JMException {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS) && Files.exists(MAPPINGS));
        for (int i = 0; i < WARM_UPS; i++) {
            cycle(i);
        }
        final long liveBytes = Slab.liveBytes();
        final long descriptors = entries(DESCRIPTORS);
        final long mappings = mappings();
        for (int i = 0; i < CYCLES; i++) {
            assertEquals(5, cycle(i));
            assertEquals(liveBytes, Slab.liveBytes());
        }
        assertEquals(0, ringbusThreads());
        assertTrue(entries(DESCRIPTORS) <= descriptors, () -> "descriptors, at first " + descriptors);
        final long mappingsAfter = mappings();
        assertTrue(mappingsAfter <= mappings + MAPPINGS_TOLERANCE, () -> mappings + " to " + mappingsAfter);
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        assertEquals(0, server.queryNames(new ObjectName("io.ringbus:*"), null).size());
    }

    private static final class Publisher extends Thread {
        private final Ingress<Tick> ingress;
        private final AtomicBoolean go;
        private long accepted;

        Publisher(final Ingress<Tick> ingress, final AtomicBoolean go) {
            this.ingress = ingress;
            this.go = go;
        }

        @Override
        public void run() {
            while (!go.get()) {
                Thread.onSpinWait();
            }
            try {
                while (true) {
                    if (accepted % 3 == 0 ? ingress.tryPublish(Tick.of(1, 1, accepted)) : published()) {
                        accepted++;
                    }
                }
            } catch (final IllegalStateException closed) {
                assertTrue(closed.getMessage().contains("is closed"), closed.getMessage());
            }
        }

        private boolean published() {
            ingress.publish(Tick.of(1, 1, accepted));
            return true;
        }
    }

    private static void drainUnderLoad(final Random random, final String where) throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(CONFIG.with(Settings.SPECIALISE, false)
                .with(
                        Settings.THREADS,
                        random.nextBoolean() ? Threads.perStage() : Threads.shared(1 + random.nextInt(2)))
                .with(Settings.FLUSH_INTERVAL, random.nextBoolean() ? 0L : 50_000L));
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        final long[] delivered = new long[1];
        pipeline.from(ingress).map(tick -> tick.plus(1)).stage("far").to((tick, timeNs) -> delivered[0]++);
        final AtomicBoolean go = new AtomicBoolean();
        final Publisher[] publishers = new Publisher[4];
        try (Execution execution = pipeline.start()) {
            for (int i = 0; i < publishers.length; i++) {
                publishers[i] = new Publisher(ingress, go);
                publishers[i].start();
            }
            go.set(true);
            final long untilNs = System.nanoTime() + random.nextInt(5_000_000);
            while (System.nanoTime() < untilNs) {
                Thread.onSpinWait();
            }
            execution.stop(20, TimeUnit.SECONDS);
        }
        long accepted = 0;
        for (final Publisher publisher : publishers) {
            publisher.join();
            accepted += publisher.accepted;
        }
        assertEquals(accepted, delivered[0], where);
    }

    @Test
    void aStopUnderLoadLosesNothingThatWasAccepted() throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        for (long seed = 0; seed < 300 && System.nanoTime() < endNs; seed++) {
            drainUnderLoad(new Random(seed), "seed=" + seed);
        }
    }
}
