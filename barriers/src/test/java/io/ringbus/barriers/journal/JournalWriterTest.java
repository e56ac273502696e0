// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Durability;
import io.ringbus.environment.Storage;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWriterTest {
    private static final JournalSettings SYNC = new JournalSettings(Durability.SYNC, 0, 1 << 16);
    private static final JournalSettings OS = new JournalSettings(Durability.OS, 0, 1 << 16);

    private final SimulatedClock clock = new SimulatedClock(1);

    private JournalRig opened(final Storage storage, final JournalSettings settings) throws IOException {
        final JournalRig rig = new JournalRig(storage, settings, clock);
        rig.open();
        rig.inlet.open();
        return rig;
    }

    private static List<String> records(final JournalRig rig) {
        return rig.poll().stream().map(Emitted::record).toList();
    }

    @Test
    void severalPublishersWaitForOneForce() throws Exception {
        final SimulatedStorage storage = new SimulatedStorage(1);
        final int publishers = 4;
        try (JournalRig rig = new JournalRig(storage, JournalRig.FOLDER, SYNC, clock, false)) {
            rig.open();
            rig.inlet.open();
            final AtomicInteger acknowledged = new AtomicInteger();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < publishers; i++) {
                final String record = "from " + i;
                final Thread thread = new Thread(() -> {
                    rig.ingress.publish(record);
                    acknowledged.incrementAndGet();
                });
                thread.start();
                threads.add(thread);
            }
            while (rig.ingress.ring().occupancy() < publishers * 3) { // three slots each
                Thread.onSpinWait();
            }
            rig.journal.gate().readableUpTo(1);
            while (rig.journal.gate().readableUpTo(publishers * 3) < publishers * 3 - 1) {
                Thread.onSpinWait();
            }
            final long before = storage.operations();
            assertEquals(0, acknowledged.get());
            assertTrue(rig.poll().isEmpty(), "processed before it was forced");
            assertEquals(publishers, rig.journal.doWork());
            assertEquals(2, storage.operations() - before, "one write, one force");
            for (final Thread thread : threads) {
                thread.join();
            }
            assertEquals(publishers, acknowledged.get());
            assertEquals(publishers, rig.poll().size());
        }
    }

    @Test
    void aForceThatFailsIsNotTriedAgain() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        final JournalRig rig = opened(storage, SYNC);
        rig.ingress.publish("kept");
        storage.failAt(storage.operations() + 2);
        final String told = assertThrows(IllegalStateException.class, () -> rig.ingress.publish("lost"))
                .getMessage();
        assertEquals(
                "ingress 'in': the record was not acknowledged, and may or may not come out after a restart: journal"
                        + " /journal: writing behind record 1 failed (Input/output error): see that the disk has room and"
                        + " is sound, then start the pipeline again",
                told);
        final long operations = storage.operations();
        final String refused = assertThrows(IllegalStateException.class, () -> rig.ingress.publish("refused"))
                .getMessage();
        assertTrue(
                refused.startsWith("ingress 'in' is closed: the record was not accepted: journal /journal"), refused);
        assertEquals(0, rig.journal.doWork());
        assertThrows(IOException.class, rig.journal::sync);
        assertThrows(IllegalStateException.class, rig::poll);
        rig.close();
        assertEquals(operations, storage.operations(), "nothing was written or forced again");
    }

    @Test
    void aFullDiskIsNamedAndTakesNothingThatWasAcknowledged() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        int acknowledged = 0;
        try (JournalRig rig = opened(storage, new JournalSettings(Durability.SYNC, 0, 1_024))) {
            storage.capacity(storage.usedBytes() + 2_000);
            while (rig.journal.gate().failure() == null) {
                try {
                    rig.ingress.publish("record");
                    acknowledged++;
                    rig.poll();
                } catch (final IllegalStateException told) {
                    assertTrue(told.getMessage().contains("No space left on device"), told.getMessage());
                }
            }
        }
        assertTrue(acknowledged > 10, "acknowledged=" + acknowledged);
        try (JournalRig rig = opened(storage.kill().capacity(1 << 20), SYNC)) {
            assertTrue(records(rig).size() >= acknowledged);
        }
    }

    @Test
    void whatIsTornIsCutAndToldWhereAndHowMuch() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        try (JournalRig rig = opened(storage, OS)) {
            rig.ingress.publish("first");
            rig.ingress.publish("second");
            rig.journal.doWork();
        }
        final String name = new SegmentName(1, 1).toString();
        final int second = JournalLayout.HEADER_BYTES + JournalLayout.frameBytes(5);
        final SimulatedStorage after = storage.kill();
        after.folder(JournalRig.FOLDER).damage(name, second + JournalLayout.FRAME_HEADER_BYTES, 1);
        try (JournalRig rig = opened(after, OS)) {
            assertEquals(
                    new JournalCut(JournalRig.FOLDER.resolve(name), second, JournalLayout.FRAME_HEADER_BYTES + 6, 1),
                    rig.journal.cut().orElseThrow());
            assertEquals(List.of("first"), records(rig));
        }
        try (JournalRig rig = opened(after.kill(), OS)) {
            assertTrue(rig.journal.cut().isEmpty(), "cut twice");
        }
    }

    @Test
    void whatHadBeenForcedIsDamagedNotTorn() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        try (JournalRig rig = opened(storage, SYNC)) {
            rig.ingress.publish("first");
            rig.ingress.publish("second");
        }
        final SimulatedStorage after = storage.kill();
        final String name = new SegmentName(1, 1).toString();
        after.folder(JournalRig.FOLDER).damage(name, JournalLayout.HEADER_BYTES + JournalLayout.FRAME_HEADER_BYTES, 1);
        assertEquals(
                "journal file /journal/" + name + " is damaged at offset=48: record 1 is not whole: restore the folder"
                        + " from a copy, or take it away and lose its records",
                assertThrows(JournalDamagedException.class, () -> opened(after, SYNC))
                        .getMessage());
    }

    @Test
    void anOwnerThatWasTakenForDeadAcknowledgesNothingMore() throws IOException {
        for (int paused = 1; paused < 8; paused++) {
            final SimulatedStorage storage = new SimulatedStorage(paused);
            final JournalRig stopped = opened(storage, SYNC);
            stopped.ingress.publish("before");
            final AtomicBoolean tookOver = new AtomicBoolean();
            final List<String> found = new ArrayList<>();
            storage.pauseAt(storage.operations() + paused, () -> {
                storage.breakLocks();
                tookOver.set(true);
                try (JournalRig next = opened(storage, SYNC)) {
                    found.addAll(records(next));
                    next.ingress.publish("after");
                } catch (final IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            final List<String> acknowledged = new ArrayList<>(List.of("before"));
            String told = "";
            for (int i = 0; i < 10 && told.isEmpty(); i++) {
                try {
                    stopped.ingress.publish("more " + i);
                    acknowledged.add("more " + i);
                    stopped.poll();
                } catch (final IllegalStateException refused) {
                    told = refused.getMessage();
                }
            }
            assertTrue(tookOver.get());
            assertTrue(told.contains("epoch=1 is not the newest: another pipeline has taken the folder"), told);
            assertEquals(acknowledged, found.subList(0, acknowledged.size()), "paused=" + paused);
            stopped.close();
            final List<String> expected = new ArrayList<>(found);
            expected.add("after");
            try (JournalRig last = opened(storage, SYNC)) {
                assertEquals(expected, records(last), "paused=" + paused);
            }
        }
    }

    @Test
    void nothingIsAllocatedPerRecord(@TempDir final Path folder) throws IOException {
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final JournalSettings settings = new JournalSettings(Durability.OS, 0, 1 << 26);
        try (JournalRig rig = new JournalRig(Storage.FILES, folder.resolve("journal"), settings, clock, true)) {
            rig.open();
            rig.inlet.open();
            long least = Long.MAX_VALUE;
            final int records = 20_000;
            for (int round = 0; round < 20; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < records / 8; i++) {
                    for (int j = 0; j < 8; j++) {
                        rig.ingress.publish("the same record as ever", i);
                    }
                    rig.journal.doWork();
                    rig.pass();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertFalse(least > records / 8 * 200L, "bytes per write of 8 records: " + least * 8 / records);
        }
    }
}
