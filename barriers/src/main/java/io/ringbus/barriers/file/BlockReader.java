// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.PartReader;
import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.environment.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of {@link BlockLayout} and believes nothing: a block is given out when its checksum holds, and the end when
 * everything before it was there.
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> One buffer, which grows to the longest block, never beyond the file.
 */
final class BlockReader implements PartReader {
    private static final int WINDOW_BYTES = 1 << 16;
    private static final int END_FILE_BYTES = BlockLayout.BLOCK_HEADER_BYTES + BlockLayout.END_BYTES;

    private final StorageFile file;
    private final Path path;
    private final long fileBytes;
    private final CRC32C crc = new CRC32C();
    private final CRC32C seal = new CRC32C();
    /** Bytes of the file from {@link #offset} on, between position and limit. */
    private ByteBuffer window;

    private long offset;
    private int ordinal;
    private int blocks;
    private long payloadBytes;
    private int kind;
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private boolean ended;
    private Manifest.@Nullable Link expected;

    BlockReader(
            final StorageFile file,
            final Path path,
            final long magic,
            final long checkpointId,
            final long epoch,
            final long index)
            throws IOException {
        this.file = file;
        this.path = path;
        try {
            fileBytes = file.length();
            window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, fileBytes))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .limit(0);
            checkFileHeader(magic);
            checkIdentity(checkpointId, epoch, index);
        } catch (final IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /** Reads a part and compares it, at its end, with what its manifest says. */
    static BlockReader ofPart(final StorageFile file, final Path path, final Manifest.Link link) throws IOException {
        final BlockReader reader =
                new BlockReader(file, path, BlockLayout.PART_MAGIC, link.checkpointId(), link.epoch(), link.index());
        reader.expected = link;
        return reader;
    }

    private void checkFileHeader(final long magic) throws IOException {
        final int least = BlockLayout.FILE_HEADER_BYTES
                + BlockLayout.BLOCK_HEADER_BYTES
                + BlockLayout.IDENTITY_BYTES
                + END_FILE_BYTES;
        if (fileBytes < least) {
            throw damaged(fileBytes, "length=" + fileBytes + " < " + least + ", the shortest there is");
        }
        fill(BlockLayout.FILE_HEADER_BYTES);
        final int at = window.position();
        if (window.getLong(at) != magic) {
            throw damaged(
                    0,
                    "magic=" + Long.toHexString(window.getLong(at)) + " is not " + Long.toHexString(magic)
                            + ", that of this kind of file");
        }
        crc.reset();
        crc.update(window.array(), at, BlockLayout.FILE_CRC_OFFSET);
        checkChecksum("file header", (int) crc.getValue(), window.getInt(at + BlockLayout.FILE_CRC_OFFSET));
        final int version = window.getInt(at + BlockLayout.VERSION_OFFSET);
        if (version < BlockLayout.OLDEST_VERSION || version > BlockLayout.VERSION) {
            throw new SnapshotException(
                    "snapshot file " + path + ": format version=" + version + " is outside "
                            + BlockLayout.OLDEST_VERSION + " to " + BlockLayout.VERSION
                            + ": recover with the version of ringbus that wrote it",
                    null);
        }
        advance(BlockLayout.FILE_HEADER_BYTES);
    }

    private void checkIdentity(final long checkpointId, final long epoch, final long index) throws IOException {
        final long at = offset;
        read();
        if (kind != BlockLayout.IDENTITY || payload.remaining() != BlockLayout.IDENTITY_BYTES) {
            throw damaged(at, "block kind=" + kind + " of " + payload.remaining() + " bytes is no identity");
        }
        final long foundId = payload.getLong();
        final long foundEpoch = payload.getLong();
        final long foundIndex = payload.getLong();
        if (foundId != checkpointId || foundEpoch != epoch || foundIndex != index) {
            throw damaged(
                    at,
                    "it is file " + foundIndex + " of checkpoint " + foundId + ", epoch " + foundEpoch + ", not "
                            + index + " of " + checkpointId + ", epoch " + epoch);
        }
    }

    @Override
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        final long at = offset;
        read();
        if (kind >= 0) {
            blocks++;
            payloadBytes += payload.remaining();
            return true;
        }
        if (kind != BlockLayout.END || payload.remaining() != BlockLayout.END_BYTES) {
            throw damaged(at, "block kind=" + kind + " of " + payload.remaining() + " bytes is unknown");
        }
        final int blocksAtEnd = payload.getInt();
        final int sealAtEnd = payload.getInt();
        final long bytesAtEnd = payload.getLong();
        if (blocksAtEnd != blocks || sealAtEnd != seal() || bytesAtEnd != payloadBytes) {
            throw damaged(
                    at,
                    "the end counts " + blocksAtEnd + " blocks, " + bytesAtEnd + " bytes, seal="
                            + Integer.toHexString(sealAtEnd) + ", but there are " + blocks + ", " + payloadBytes + ", "
                            + Integer.toHexString(seal()));
        }
        if (expected != null && (expected.blocks() != blocks || expected.seal() != seal())) {
            throw damaged(
                    at,
                    "there are " + blocks + " blocks, seal=" + Integer.toHexString(seal()) + ", but the manifest says "
                            + expected.blocks() + ", " + Integer.toHexString(expected.seal()));
        }
        if (offset != fileBytes) {
            throw damaged(offset, fileBytes - offset + " bytes follow the end");
        }
        ended = true;
        return false;
    }

    /** Reads the block at {@link #offset} and checks all that can be told from itself. */
    private void read() throws IOException {
        fill(BlockLayout.BLOCK_HEADER_BYTES);
        final int start = window.position();
        final int length = window.getInt(start + BlockLayout.LENGTH_OFFSET);
        final long lengthMax =
                Math.min(BlockLayout.BLOCK_BYTES_MAX, fileBytes - offset - BlockLayout.BLOCK_HEADER_BYTES);
        if (length < 0 || length > lengthMax) {
            throw damaged(offset, "block length=" + length + " is outside [0, " + lengthMax + "]");
        }
        final int found = window.getInt(start + BlockLayout.ORDINAL_OFFSET);
        if (found != ordinal) {
            throw damaged(offset, "block ordinal=" + found + " is not " + ordinal);
        }
        fill(BlockLayout.BLOCK_HEADER_BYTES + length);
        final int at = window.position();
        crc.reset();
        crc.update(window.array(), at, BlockLayout.CRC_OFFSET);
        crc.update(window.array(), at + BlockLayout.BLOCK_HEADER_BYTES, length);
        final int checksum = window.getInt(at + BlockLayout.CRC_OFFSET);
        checkChecksum("block " + ordinal, (int) crc.getValue(), checksum);
        kind = window.getInt(at + BlockLayout.KIND_OFFSET);
        if (kind != BlockLayout.END) {
            BlockLayout.seal(seal, checksum);
        }
        payload = window.slice(at + BlockLayout.BLOCK_HEADER_BYTES, length).order(ByteOrder.LITTLE_ENDIAN);
        ordinal++;
        advance(BlockLayout.BLOCK_HEADER_BYTES + length);
    }

    private void checkChecksum(final String what, final int computed, final int stored) throws IOException {
        if (computed != stored) {
            throw damaged(
                    offset,
                    what + ": checksum=" + Integer.toHexString(computed) + " is not " + Integer.toHexString(stored)
                            + ", as it was written");
        }
    }

    /** Has at least {@code count} bytes in the window. */
    private void fill(final int count) throws IOException {
        if (window.remaining() >= count) {
            return;
        }
        if (count > fileBytes - offset) {
            throw damaged(offset, "the file ends " + (count - (fileBytes - offset)) + " bytes too early");
        }
        final long readFrom = offset + window.remaining();
        if (window.capacity() < count) {
            window = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN).put(window);
        } else {
            window.compact();
        }
        final int gained = file.read(window, readFrom);
        window.flip();
        if (window.remaining() < count) {
            throw damaged(readFrom + gained, "the file got shorter while it was read");
        }
    }

    private void advance(final int count) {
        window.position(window.position() + count);
        offset += count;
    }

    private SnapshotDamagedException damaged(final long at, final String what) {
        return new SnapshotDamagedException(path, at, what);
    }

    /** For a block whose bytes are as they were written, but make no sense. */
    SnapshotDamagedException damagedHere(final String what) {
        return damaged(offset, what);
    }

    @Override
    public int kind() {
        return kind;
    }

    @Override
    public ByteBuffer payload() {
        return payload;
    }

    private int seal() {
        return (int) seal.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
