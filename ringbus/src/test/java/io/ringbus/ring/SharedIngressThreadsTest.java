// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.environment.Clock;
import io.ringbus.slot.Slab;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads publish at once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedIngressThreadsTest {
    private static final int ROUNDS = 100;
    private static final int PUBLISHERS = 3;
    private static final long IDS_PER_PUBLISHER = 1L << 32;

    /** One thread that publishes in every way until it is refused. */
    private static final class Publisher extends Thread {
        private final SharedIngress<Tick> ingress;
        private final long firstId;
        private final Random random;
        private final AtomicLong published = new AtomicLong();
        private long accepted;

        Publisher(final SharedIngress<Tick> ingress, final int index, final long seed) {
            this.ingress = ingress;
            this.firstId = index * IDS_PER_PUBLISHER;
            this.random = new Random(seed * PUBLISHERS + index);
        }

        @Override
        public void run() {
            try {
                while (!isInterrupted()) {
                    one();
                    published.lazySet(accepted);
                }
            } catch (final IllegalStateException closed) {
                published.lazySet(accepted);
            }
        }

        private void one() {
            final Tick tick = new Tick(firstId + accepted, accepted);
            switch (random.nextInt(6)) {
                case 0 -> accepted += ingress.tryPublish(tick) ? 1 : 0;
                case 1 -> {
                    try (Claim claim = ingress.claim()) {
                        claim.buffer().putLong(0, tick.id());
                        claim.buffer().putLong(Long.BYTES, tick.value());
                        claim.commit(2 * Long.BYTES);
                    }
                    accepted++;
                }
                case 2 -> ingress.claim().close();
                case 3 -> {
                    try {
                        ingress.publish(new Tick(-1, 0));
                    } catch (final IllegalArgumentException refusedByTheCodec) {
                        return;
                    }
                }
                default -> {
                    ingress.publish(tick);
                    accepted++;
                }
            }
        }
    }

    @Test
    void whatWasAcceptedComesOutOnceAlsoWhenClosedUnderFire() throws InterruptedException {
        final long liveBytes = Slab.liveBytes();
        long total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            total += closedUnderFire(round);
        }
        assertTrue(total > ROUNDS, "published " + total);
        assertEquals(liveBytes, Slab.liveBytes());
    }

    private static long closedUnderFire(final int round) throws InterruptedException {
        final int slotBytes = round % 2 == 0 ? 40 : 32; // a record in one slot, or in two
        final RingSpec spec = new RingSpec(4 << (round % 5), slotBytes, 16, Long.BYTES);
        final SharedIngress<Tick> ingress = new SharedIngress<>(
                "in", spec, new TickCodec(), TimeUnit.SECONDS.toNanos(30), Clock.SYSTEM, null, () -> {});
        final SlotReader<Tick> reader = new SlotReader<>(ingress.ring(), new TickCodec());
        final List<Publisher> publishers = new ArrayList<>();
        for (int index = 0; index < PUBLISHERS; index++) {
            publishers.add(new Publisher(ingress, index, round));
        }
        publishers.forEach(Thread::start);
        final List<String> seen = new ArrayList<>();
        final int closeAfter = 50 * (round % 40);
        while (seen.size() < closeAfter) {
            seen.addAll(reader.read(7));
        }
        ingress.close();
        while (!reader.inlet().isExhausted()) {
            seen.addAll(reader.read());
        }
        long accepted = 0;
        final Map<Long, Long> next = new HashMap<>();
        for (final Publisher publisher : publishers) {
            publisher.join();
            accepted += publisher.published.get();
        }
        for (final String line : seen) {
            final long id = Long.parseLong(line.substring("Tick[id=".length(), line.indexOf(',')));
            final long publisher = id / IDS_PER_PUBLISHER;
            assertEquals(next.getOrDefault(publisher, publisher * IDS_PER_PUBLISHER), id, "round=" + round);
            next.put(publisher, id + 1);
        }
        assertEquals(accepted, seen.size(), "round=" + round);
        ingress.ring().close();
        return accepted;
    }

    @Test
    void publishingAllocatesNothing() {
        final int records = 500_000;
        final RingSpec spec = new RingSpec(64, 64, 16, 64);
        final SharedIngress<Tick> ingress =
                new SharedIngress<>("in", spec, new TickCodec(), 0, Clock.SYSTEM, null, () -> {});
        final Inlet inlet = new Inlet(ingress.ring());
        final Tick tick = new Tick(1, 2);
        publish(ingress, inlet, tick, records);
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        publish(ingress, inlet, tick, records);
        final long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        ingress.ring().close();
        assertTrue(bytes < records / 100, bytes + " bytes for " + records + " records");
    }

    private static void publish(
            final SharedIngress<Tick> ingress, final Inlet inlet, final Tick tick, final int records) {
        for (int i = 0; i < records; i++) {
            switch (i % 4) {
                case 0 -> ingress.publish(tick, i);
                case 1 -> ingress.tryPublish(tick);
                case 2 -> ingress.claim().close();
                default -> {
                    final Claim claim = ingress.claim();
                    claim.buffer().putLong(0, i);
                    claim.commit(16);
                    claim.close();
                }
            }
            if (i % 32 == 31) {
                inlet.advanceTo(inlet.readableUpTo(Integer.MAX_VALUE) + 1);
            }
        }
    }
}
