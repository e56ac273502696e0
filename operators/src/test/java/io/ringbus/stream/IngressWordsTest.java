// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.ring.Claim;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records of the embedder's own threads. */
class IngressWordsTest {
    private static final int PUBLISHERS = 4;
    private static final int RECORDS = 2_000;

    private static void publish(final Ingress<Tick> ingress, final int publisher) {
        final AddressCodec<Tick> codec = Codecs.addressed(Codecs.of(Tick.class));
        for (int i = 0; i < RECORDS; i++) {
            final Tick tick = Tick.of(publisher, i, i);
            if (i % 2 == 0) {
                ingress.publish(tick);
            } else {
                try (Claim claim = ingress.claim()) {
                    claim.commit(codec.encodeAt(tick, claim.buffer().addressOffset()), i);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "PER_STAGE", "PER_STAGE_PLAIN", "CHRONICLE"})
    void severalThreadsPublishAndClaim(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final CollectSink<Tick> sink = Sinks.collect();
        pipeline.from(ingress).map(tick -> tick.plus(0)).stage("far").to(sink);
        try (Execution execution = pipeline.start()) {
            final List<Thread> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                final int publisher = i;
                publishers.add(new Thread(() -> publish(ingress, publisher)));
            }
            publishers.forEach(Thread::start);
            for (final Thread publisher : publishers) {
                publisher.join();
            }
            ingress.close();
            execution.await();
        }
        for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
            final int id = publisher;
            final List<Tick> mine =
                    sink.records().stream().filter(tick -> tick.id() == id).toList();
            assertEquals(RECORDS, mine.size());
            for (int i = 0; i < RECORDS; i++) {
                assertEquals(Tick.of(id, i, i), mine.get(i));
            }
        }
        assertThrows(IllegalStateException.class, () -> ingress.publish(Tick.of(1, 1, 1)));
    }

    @Test
    void aPublisherWithoutThreadsDrivesThePipelineWhenTheRingIsFull() throws InterruptedException {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        final CollectSink<Tick> sink = Sinks.collect();
        pipeline.from(ingress).stage("far").to(sink);
        try (Execution execution = pipeline.start()) {
            publish(ingress, 1);
            ingress.close();
            execution.await();
        }
        assertEquals(RECORDS, sink.count());
    }

    @Test
    void aFullRingRefusesWhoDoesNotWait() {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        pipeline.from(ingress).to((tick, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            int accepted = 0;
            while (ingress.tryPublish(Tick.of(1, 1, 1))) {
                accepted++;
            }
            assertEquals(32, accepted);
            assertFalse(ingress.tryPublish(Tick.of(1, 1, 1), 5));
            assertEquals(null, ingress.tryClaim());
            assertFalse(execution.isEnded());
            assertEquals(
                    "ingress 'in': nothing is acknowledged without a journal: give it one with Journal.in(folder)",
                    assertThrows(IllegalStateException.class, ingress::acknowledge)
                            .getMessage());
        }
    }

    @Test
    void timestampsThatRecordsArriveWithCanBeTheEventTime() throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(
                Config.defaults().with(Settings.THREADS, Threads.inline()).with(Settings.STATE_BACKEND, "slab"));
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final List<Long> counts = new ArrayList<>();
        pipeline.from(ingress)
                .watermarks(Watermarks.monotonous())
                .keyBy(Tick::id)
                .window(Time.of(10, TimeUnit.NANOSECONDS))
                .count()
                .to((result, timeNs) -> counts.add(result.value()));
        try (Execution execution = pipeline.start()) {
            for (int i = 0; i < 25; i++) {
                ingress.publish(Tick.of(1, 1, 0), i);
            }
            ingress.close();
            execution.await();
        }
        assertEquals(List.of(10L, 10L, 5L), counts);
    }
}
