// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.PartReader;
import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.SnapshotHeader;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.barriers.Snapshots;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every byte of a snapshot is changed in three ways and every file is cut at every length: what is read is either what was
 * written, or an error that names the file, and never takes long.
 */
class DamagedSnapshotTest {
    private static final Path FOLDER = Path.of("/snapshots");
    private static final long NEWEST = 2;
    private static final int[] CHANGES = {0x01, 0x80, 0xFF};
    /** The reader never waits, and the machine may be busy with something else. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

    private final SimulatedStorage storage = new SimulatedStorage(1);
    private final ByteBuffer state = ByteBuffer.allocate(1 << 17);
    private byte[] written = new byte[0];
    private @Nullable Manifest what;
    private long slowestNs;
    private int readings;
    private int errors;

    @BeforeEach
    void writeABaseAndAnIncrement() throws IOException {
        try (FileSnapshotStore store = FileSnapshotStore.open(storage, FOLDER)) {
            final Random random = new Random(2);
            write(store, 1, OptionalLong.empty(), random);
            write(store, NEWEST, OptionalLong.of(1), random);
        }
        written = read();
        assertTrue(written.length > 1 << 16, "length=" + written.length);
    }

    private static void write(
            final FileSnapshotStore store, final long id, final OptionalLong parent, final Random random)
            throws IOException {
        try (SnapshotWriter writer = store.begin(new SnapshotHeader(id, parent, 3, 4))) {
            for (final String name : List.of("window-mean.0", "window-mean.1", "join")) {
                try (PartWriter part = parent.isEmpty() ? writer.base(name) : writer.increment(name)) {
                    for (int length = 1; length < 12_000; length *= 7) {
                        final byte[] bytes = new byte[length];
                        random.nextBytes(bytes);
                        part.block(length & 3, ByteBuffer.wrap(bytes));
                    }
                    part.block(9, ByteBuffer.allocate(8_200));
                    part.complete();
                }
            }
            writer.section("source.trades", ByteBuffer.wrap(new byte[] {1, 2, 3}));
            writer.commit();
        }
    }

    /** The newest snapshot as bytes, all of it. */
    private byte[] read() throws IOException {
        state.clear();
        final Snapshots snapshots = FileSnapshotStore.look(storage, FOLDER);
        final SnapshotReader snapshot =
                snapshots.open(snapshots.newestComplete().orElseThrow());
        final Manifest manifest = snapshot.manifest();
        if (what == null) {
            what = manifest;
        }
        state.put((byte) (manifest.equals(what) ? 1 : 0));
        for (final Manifest.Part part : manifest.parts()) {
            for (int link = 0; link < part.chain().size(); link++) {
                try (PartReader blocks = snapshot.part(part.name(), link)) {
                    while (blocks.next()) {
                        state.putInt(blocks.kind()).put(blocks.payload());
                    }
                }
            }
        }
        return Arrays.copyOf(state.array(), state.position());
    }

    @Test
    void everyChangedByteIsNoticedOrDoesNotMatter() throws IOException {
        for (final String file : storage.folder(FOLDER).list()) {
            final int length = storage.folder(FOLDER).bytes(file).length;
            for (int offset = 0; offset < length; offset++) {
                for (final int change : CHANGES) {
                    storage.folder(FOLDER).damage(file, offset, change);
                    readDamaged(file, file + ", byte " + offset + " ^ " + change);
                    storage.folder(FOLDER).damage(file, offset, change);
                }
            }
        }
        assertTrue(readings > 3 << 16, "readings=" + readings);
        // Only the manifest of the base is not needed: its parts are.
        final int unneeded = storage.folder(FOLDER).bytes("checkpoint-1-epoch-1.manifest").length;
        assertEquals(readings - 3 * unneeded, errors);
    }

    @Test
    void everyTruncationIsNoticedOrDoesNotMatter() throws IOException {
        for (final String file : storage.folder(FOLDER).list()) {
            final byte[] whole = storage.folder(FOLDER).bytes(file);
            for (int length = 0; length < whole.length; length++) {
                storage.folder(FOLDER).put(file, Arrays.copyOf(whole, length));
                readDamaged(file, file + " cut to " + length);
            }
            storage.folder(FOLDER).put(file, Arrays.copyOf(whole, whole.length + 1));
            readDamaged(file, file + " longer");
            storage.folder(FOLDER).put(file, whole);
        }
        assertTrue(readings > 1 << 16, "readings=" + readings);
    }

    private void readDamaged(final String file, final String damage) throws IOException {
        readings++;
        final long startNs = THREADS.getCurrentThreadCpuTime();
        try {
            assertTrue(Arrays.equals(written, read()), () -> damage + ": other state was read");
        } catch (final SnapshotException named) {
            errors++;
            assertTrue(named.getMessage().contains(file), () -> damage + ": " + named.getMessage());
        }
        slowestNs = Math.max(slowestNs, THREADS.getCurrentThreadCpuTime() - startNs);
        assertTrue(slowestNs < LONGEST_NS, () -> damage + ": took " + slowestNs + " ns");
    }
}
