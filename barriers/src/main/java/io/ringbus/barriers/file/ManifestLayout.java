// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.barriers.SnapshotHeader;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Blocks of a manifest (see {@link BlockLayout} for the file around them), by kind.
 *
 * <pre>
 *   SUMMARY   0           8             16
 *             +-----------+-------------+-------------+
 *             | parent id | timestamp   | fingerprint |      parent 0: none; timestamp in ns since the epoch
 *             +-----------+-------------+-------------+
 *   PART      0      2               2 + size
 *             +------+---------------+------+---------+
 *             | size | name          | link | link .. |
 *             +------+---------------+------+---------+
 *   link      0               8       16      20           28       32     36
 *             +---------------+-------+-------+------------+--------+------+
 *             | checkpoint id | epoch | index | file bytes | blocks | seal |
 *             +---------------+-------+-------+------------+--------+------+
 *   SECTION   0      2               2 + size
 *             +------+---------------+---------------+
 *             | size | name          | bytes         |
 *             +------+---------------+---------------+
 * </pre>
 *
 * There is one SUMMARY, first. Names are UTF-8.
 */
public final class ManifestLayout {
    /** Kind of the block with what the checkpoint is. */
    public static final int SUMMARY = 0;

    /** Kind of a block with a part and its chain. */
    public static final int PART = 1;

    /** Kind of a block with bytes by name. */
    public static final int SECTION = 2;

    /** Bytes of a link. */
    public static final int LINK_BYTES = 3 * Long.BYTES + 3 * Integer.BYTES;

    private static final int SUMMARY_BYTES = 3 * Long.BYTES;

    private ManifestLayout() {}

    static void write(final BlockWriter blocks, final Manifest manifest) throws IOException {
        final SnapshotHeader header = manifest.header();
        final ByteBuffer summary = buffer(SUMMARY_BYTES)
                .putLong(header.parent().orElse(0))
                .putLong(header.timestampNs())
                .putLong(header.fingerprint());
        blocks.block(SUMMARY, summary.flip());
        for (final Manifest.Part part : manifest.parts()) {
            final byte[] name = part.name().getBytes(StandardCharsets.UTF_8);
            final int chainBytes = part.chain().size() * LINK_BYTES;
            final ByteBuffer block = putName(buffer(Short.BYTES + name.length + chainBytes), name);
            for (final Manifest.Link link : part.chain()) {
                block.putLong(link.checkpointId()).putLong(link.epoch()).putInt(link.index());
                block.putLong(link.fileBytes()).putInt(link.blocks()).putInt(link.seal());
            }
            blocks.block(PART, block.flip());
        }
        for (final Map.Entry<String, ByteBuffer> section : manifest.sections().entrySet()) {
            final byte[] name = section.getKey().getBytes(StandardCharsets.UTF_8);
            final ByteBuffer bytes = section.getValue().duplicate();
            final ByteBuffer block = putName(buffer(Short.BYTES + name.length + bytes.remaining()), name);
            blocks.block(SECTION, block.put(bytes).flip());
        }
    }

    private static ByteBuffer buffer(final int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer putName(final ByteBuffer block, final byte[] name) {
        return block.putShort((short) name.length).put(name);
    }

    static Manifest read(final StorageFolder folder, final FileName file) throws IOException {
        final BlockReader blocks = new BlockReader(
                folder.open(file.toString()),
                folder.path().resolve(file.toString()),
                BlockLayout.MANIFEST_MAGIC,
                file.checkpointId(),
                file.epoch(),
                0);
        try (blocks) {
            return read(blocks, file);
        } catch (final BufferUnderflowException | IllegalArgumentException malformed) {
            final SnapshotDamagedException damaged =
                    blocks.damagedHere("block kind=" + blocks.kind() + " is malformed");
            damaged.initCause(malformed);
            throw damaged;
        }
    }

    private static Manifest read(final BlockReader blocks, final FileName file) throws IOException {
        SnapshotHeader header = null;
        final List<Manifest.Part> parts = new ArrayList<>();
        final Map<String, ByteBuffer> sections = new LinkedHashMap<>();
        while (blocks.next()) {
            final ByteBuffer block = blocks.payload();
            switch (blocks.kind()) {
                case SUMMARY -> header = header(file, block);
                case PART -> parts.add(new Manifest.Part(name(block), chain(block)));
                case SECTION -> {
                    final String name = name(block);
                    final ByteBuffer bytes = ByteBuffer.allocate(block.remaining());
                    sections.put(name, bytes.put(block).flip().asReadOnlyBuffer());
                }
                default -> throw blocks.damagedHere("block kind=" + blocks.kind() + " is unknown");
            }
        }
        if (header == null) {
            throw blocks.damagedHere("there is no summary");
        }
        return new Manifest(header, file.epoch(), parts, sections);
    }

    private static SnapshotHeader header(final FileName file, final ByteBuffer block) {
        final long parent = block.getLong();
        return new SnapshotHeader(
                file.checkpointId(),
                parent == 0 ? OptionalLong.empty() : OptionalLong.of(parent),
                block.getLong(),
                block.getLong());
    }

    private static String name(final ByteBuffer block) {
        final byte[] name = new byte[Short.toUnsignedInt(block.getShort())];
        block.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private static List<Manifest.Link> chain(final ByteBuffer block) {
        final List<Manifest.Link> chain = new ArrayList<>();
        while (block.hasRemaining()) {
            chain.add(new Manifest.Link(
                    block.getLong(), block.getLong(), block.getInt(), block.getLong(), block.getInt(), block.getInt()));
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a part without bytes");
        }
        return chain;
    }
}
