// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Durability;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every byte of a journal changed in three ways, and every truncation: a named error, or all records but those that were not
 * known to be forced, which are the last one's here; never a wrong record, and never a hole.
 */
class JournalDamageTest {
    private static final JournalSettings SETTINGS = new JournalSettings(Durability.SYNC, 0, 1 << 9);
    private static final int[] MASKS = {1, 0x80, 0xFF};

    private final SimulatedClock clock = new SimulatedClock(1);
    private final List<String> written = new ArrayList<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private int refused;
    private int shorter;

    @BeforeEach
    void write() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        try (JournalRig rig = new JournalRig(storage, SETTINGS, clock)) {
            rig.open();
            rig.inlet.open();
            for (int i = 0; i < 20; i++) {
                final String record = i + ":" + "x".repeat(i * 7 % 23);
                written.add(record);
                rig.ingress.publish(record, i);
                rig.pass();
            }
        }
        for (final String name : storage.folder(JournalRig.FOLDER).list()) {
            files.put(name, storage.folder(JournalRig.FOLDER).bytes(name));
        }
        assertTrue(SegmentName.all(files.keySet()).size() >= 3, "files=" + files.keySet());
    }

    private SimulatedStorage storageWith(final String name, final byte[] bytes) throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        storage.create(JournalRig.FOLDER);
        files.forEach((other, content) -> storage.folder(JournalRig.FOLDER).put(other, content));
        storage.folder(JournalRig.FOLDER).put(name, bytes);
        return storage;
    }

    private void check(final String name, final byte[] bytes, final String what) throws IOException {
        final String where = name + ", " + what;
        List<String> looked = null;
        try {
            looked = looked(storageWith(name, bytes));
        } catch (final JournalException named) {
            assertTrue(named.getMessage().contains(name), where + ": " + named.getMessage());
        }
        try (JournalRig rig = new JournalRig(storageWith(name, bytes), SETTINGS, clock)) {
            rig.open();
            rig.inlet.open();
            final List<String> found = rig.poll().stream().map(Emitted::record).toList();
            assertEquals(looked, found, where);
            assertTrue(found.size() >= written.size() - 1, where + ": found=" + found.size());
            assertEquals(written.subList(0, found.size()), found, where);
            shorter += found.size() < written.size() ? 1 : 0;
        } catch (final JournalException | IllegalStateException named) {
            assertTrue(named.getMessage().contains(name), where + ": " + named.getMessage());
            refused++;
        }
    }

    private static List<String> looked(final SimulatedStorage storage) throws IOException {
        final List<String> records = new ArrayList<>();
        try (JournalReader reader = JournalReader.look(storage, JournalRig.FOLDER, 1)) {
            while (reader.next()) {
                final byte[] payload = new byte[reader.payloadBytes()];
                new UnsafeBuffer(reader.payloadAddress(), payload.length).getBytes(0, payload);
                records.add(new String(payload, StandardCharsets.UTF_8));
            }
        }
        return records;
    }

    @Test
    void everyByteChangedIsNamedOrCostsNothingThatWasForced() throws IOException {
        for (final SegmentName segment : SegmentName.all(files.keySet())) {
            final byte[] sound = files.getOrDefault(segment.toString(), new byte[0]);
            for (int at = 0; at < sound.length; at++) {
                for (final int mask : MASKS) {
                    final byte[] damaged = sound.clone();
                    damaged[at] ^= (byte) mask;
                    check(segment.toString(), damaged, "byte=" + at + ", mask=" + mask);
                }
            }
        }
        assertTrue(refused > 1_000, "refused=" + refused);
        assertTrue(shorter > 0, "no record was ever cut");
    }

    @Test
    void everyTruncationIsNamedOrCostsTheLastRecord() throws IOException {
        final List<SegmentName> segments = SegmentName.all(files.keySet());
        for (final SegmentName segment : segments) {
            final byte[] sound = files.getOrDefault(segment.toString(), new byte[0]);
            final boolean isLast = segment.equals(segments.get(segments.size() - 1));
            for (int length = 0; length < sound.length; length++) {
                if (!isLast) {
                    check(segment.toString(), Arrays.copyOf(sound, length), "length=" + length);
                } else {
                    checkShortened(segment.toString(), Arrays.copyOf(sound, length));
                }
            }
        }
        assertTrue(refused > 100, "refused=" + refused);
    }

    /** Of the last file nobody can tell that more was there. */
    private void checkShortened(final String name, final byte[] bytes) throws IOException {
        try (JournalRig rig = new JournalRig(storageWith(name, bytes), SETTINGS, clock)) {
            rig.open();
            rig.inlet.open();
            final List<String> found = rig.poll().stream().map(Emitted::record).toList();
            assertEquals(written.subList(0, found.size()), found, "length=" + bytes.length);
        } catch (final JournalException named) {
            assertTrue(named.getMessage().contains(name), named.getMessage());
        }
    }
}
