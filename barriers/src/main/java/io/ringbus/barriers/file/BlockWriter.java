// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.PartWriter;
import io.ringbus.environment.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes one file of {@link BlockLayout}. Small blocks are gathered, long ones go to the file from where they are.
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> One buffer per file.
 */
final class BlockWriter {
    private static final int GATHERED_BYTES = 1 << 14;

    private final StorageFile file;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final CRC32C seal = new CRC32C();
    private long written;
    private int ordinal;
    private int blocks;
    private long payloadBytes;

    BlockWriter(final StorageFile file, final long magic, final long checkpointId, final long epoch, final long index)
            throws IOException {
        this.file = file;
        gathered.putLong(magic).putInt(BlockLayout.VERSION);
        crc.update(gathered.array(), 0, BlockLayout.FILE_CRC_OFFSET);
        gathered.putInt((int) crc.getValue());
        final ByteBuffer identity =
                ByteBuffer.allocate(BlockLayout.IDENTITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        put(
                BlockLayout.IDENTITY,
                identity.putLong(checkpointId).putLong(epoch).putLong(index).flip());
    }

    /** Appends a block of the writer's own kind; the payload is consumed. */
    void block(final int kind, final ByteBuffer payload) throws IOException {
        PartWriter.checkBlock(kind, payload.remaining());
        if (ordinal == Integer.MAX_VALUE) {
            throw new IllegalStateException("block: there are " + ordinal + " already: write longer blocks");
        }
        payloadBytes += payload.remaining();
        blocks++;
        put(kind, payload);
    }

    private void put(final int kind, final ByteBuffer payload) throws IOException {
        if (gathered.remaining() < BlockLayout.BLOCK_HEADER_BYTES) {
            flush();
        }
        final int start = gathered.position();
        gathered.putInt(payload.remaining()).putInt(kind).putInt(ordinal++);
        crc.reset();
        crc.update(gathered.array(), start, BlockLayout.CRC_OFFSET);
        final int position = payload.position();
        crc.update(payload);
        payload.position(position);
        final int checksum = (int) crc.getValue();
        gathered.putInt(checksum);
        if (kind != BlockLayout.END) {
            BlockLayout.seal(seal, checksum);
        }
        if (payload.remaining() > gathered.remaining()) {
            flush();
        }
        if (payload.remaining() > gathered.remaining()) {
            final int length = payload.remaining();
            file.write(payload, written);
            written += length;
        } else {
            gathered.put(payload);
        }
    }

    private void flush() throws IOException {
        gathered.flip();
        final int length = gathered.remaining();
        file.write(gathered, written);
        written += length;
        gathered.clear();
    }

    /** Writes the end and makes the whole file durable. */
    void complete() throws IOException {
        final ByteBuffer end = ByteBuffer.allocate(BlockLayout.END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        put(
                BlockLayout.END,
                end.putInt(blocks).putInt(seal()).putLong(payloadBytes).flip());
        flush();
        file.force();
    }

    /** Blocks of the writer's own kinds so far. */
    int blocks() {
        return blocks;
    }

    /** Checksum of the checksums of all blocks so far, without the end. */
    int seal() {
        return (int) seal.getValue();
    }

    /** Bytes of payload of the writer's own kinds. */
    long payloadBytes() {
        return payloadBytes;
    }

    /** Bytes of the file so far. */
    long fileBytes() {
        return written + gathered.position();
    }
}
