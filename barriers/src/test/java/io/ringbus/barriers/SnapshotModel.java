// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/** Writes random snapshots and remembers, in plain lists, what each of them must give back. */
public final class SnapshotModel {
    private static final int PARTS = 3;
    private static final int BLOCKS_MAX = 3;
    private static final int BLOCK_BYTES_MAX = 200;

    private final Random random;
    /** What was ever begun, by id: for each part, the blocks of each link. */
    private final TreeMap<Long, Map<String, List<List<Block>>>> begun = new TreeMap<>();

    private final Map<Long, byte[]> positions = new TreeMap<>();
    private final TreeMap<Long, Long> parents = new TreeMap<>();
    private long newestAcknowledged;
    private long oldestNeeded = 1;

    private record Block(int kind, String bytes) {}

    public SnapshotModel(final Random random) {
        this.random = random;
    }

    /** The newest checkpoint whose commit returned, or 0. */
    public long newestAcknowledged() {
        return newestAcknowledged;
    }

    /** The next id that was never used. */
    public long nextId() {
        return begun.isEmpty() ? 1 : begun.lastKey() + 1;
    }

    /** Writes a checkpoint, a base or an increment on the newest, and remembers it as acknowledged when commit returned. */
    public void checkpoint(final SnapshotStore store) throws IOException {
        final OptionalLong newest = store.newestComplete();
        final OptionalLong parent = newest.isPresent() && random.nextInt(4) > 0 ? newest : OptionalLong.empty();
        write(store, nextId(), parent);
    }

    public void write(final SnapshotStore store, final long id, final OptionalLong parent) throws IOException {
        final Map<String, List<List<Block>>> content = new LinkedHashMap<>();
        final Map<String, List<List<Block>>> before = parent.isPresent() ? begun.get(parent.getAsLong()) : Map.of();
        final byte[] position = new byte[random.nextInt(20)];
        random.nextBytes(position);
        begun.put(id, content);
        positions.put(id, position);
        parents.put(id, parent.orElse(0));
        try (SnapshotWriter writer = store.begin(new SnapshotHeader(id, parent, id * 1_000, ~id))) {
            for (int index = 0; index < PARTS; index++) {
                write(writer, "part." + index, before, content);
            }
            writer.section("position", ByteBuffer.wrap(position));
            writer.commit();
            newestAcknowledged = id;
        }
    }

    private void write(
            final SnapshotWriter writer,
            final String part,
            final Map<String, List<List<Block>>> before,
            final Map<String, List<List<Block>>> content)
            throws IOException {
        final List<List<Block>> chain = new ArrayList<>();
        final int way = before.containsKey(part) ? random.nextInt(4) : 0;
        if (way > 0) {
            chain.addAll(before.get(part));
        }
        content.put(part, chain);
        if (way == 1) {
            writer.unchanged(part);
            return;
        }
        final List<Block> blocks = new ArrayList<>();
        chain.add(blocks);
        try (PartWriter blocksOfPart = way == 0 ? writer.base(part) : writer.increment(part)) {
            for (int count = random.nextInt(BLOCKS_MAX + 1); count > 0; count--) {
                final byte[] bytes = new byte[random.nextInt(BLOCK_BYTES_MAX)];
                random.nextBytes(bytes);
                final Block block = new Block(random.nextInt(5), hex(ByteBuffer.wrap(bytes)));
                blocks.add(block);
                blocksOfPart.block(block.kind, ByteBuffer.wrap(bytes));
            }
            blocksOfPart.complete();
        }
    }

    /** Has the store forget older snapshots, and notes that they may be gone even if it fails on its way. */
    public void retain(final SnapshotStore store, final int count) throws IOException {
        final List<Long> complete = store.complete();
        if (complete.size() >= count) {
            oldestNeeded = Math.max(oldestNeeded, complete.get(complete.size() - count));
        }
        store.retain(count);
    }

    /**
     * Fails unless everything that is complete is as it was written, nothing that was acknowledged is missing, and nothing is
     * complete that was never begun.
     */
    public void verify(final Snapshots snapshots, final String where) throws IOException {
        final List<Long> complete = snapshots.complete();
        for (final long id : complete) {
            assertTrue(begun.containsKey(id), where + ": checkpoint " + id + " was never begun");
            verifyOne(snapshots.open(id), where);
        }
        if (newestAcknowledged > 0) {
            assertFalse(complete.isEmpty(), where + ": lost all, acknowledged was " + newestAcknowledged);
            assertTrue(
                    complete.get(complete.size() - 1) >= newestAcknowledged,
                    where + ": acknowledged was " + newestAcknowledged + ", but complete are " + complete);
        }
    }

    /** As {@link #verify}; each of these was acknowledged and must be there unless it was allowed to be forgotten. */
    public void verifyKept(final Snapshots snapshots, final List<Long> acknowledged, final String where) {
        for (final long id : acknowledged) {
            assertTrue(
                    id < oldestNeeded || snapshots.complete().contains(id),
                    where + ": lost " + id + ", complete are " + snapshots.complete());
        }
    }

    /** Fails unless this snapshot is as it was written. */
    public void verifyOne(final SnapshotReader snapshot, final String where) throws IOException {
        final long id = snapshot.manifest().checkpointId();
        final String text = where + ", checkpoint " + id;
        final Map<String, List<List<Block>>> expected = begun.get(id);
        final Map<String, List<List<Block>>> actual = new LinkedHashMap<>();
        for (final Manifest.Part part : snapshot.manifest().parts()) {
            final List<List<Block>> chain = new ArrayList<>();
            for (int link = 0; link < part.chain().size(); link++) {
                chain.add(blocks(snapshot, part.name(), link));
            }
            actual.put(part.name(), chain);
        }
        assertEquals(expected, actual, text);
        assertEquals(
                hex(ByteBuffer.wrap(positions.get(id))), hex(snapshot.manifest().section("position")), text);
        final SnapshotHeader header = snapshot.manifest().header();
        assertEquals(parents.get(id), header.parent().orElse(0), text);
        assertEquals(id * 1_000, header.timestampNs(), text);
        assertEquals(~id, header.fingerprint(), text);
    }

    private static List<Block> blocks(final SnapshotReader snapshot, final String part, final int link)
            throws IOException {
        final List<Block> blocks = new ArrayList<>();
        try (PartReader reader = snapshot.part(part, link)) {
            while (reader.next()) {
                blocks.add(new Block(reader.kind(), hex(reader.payload())));
            }
        }
        return blocks;
    }

    private static String hex(final ByteBuffer bytes) {
        final byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return new String(copy, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
