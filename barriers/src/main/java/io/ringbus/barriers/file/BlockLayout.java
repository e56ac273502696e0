// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.PartWriter;
import java.util.zip.CRC32C;

/**
 * Byte layout of every file of a snapshot: parts, manifests and fences are streams of blocks, each with its checksum.
 *
 * <pre>
 *   file   0        8         12    16
 *          +--------+---------+-----+----------+-------+-------+-----+-----+
 *          | magic  | version | crc | IDENTITY | block | block | ... | END |
 *          +--------+---------+-----+----------+-------+-------+-----+-----+
 *
 *   block  0        4      8         12    16
 *          +--------+------+---------+-----+-----------------------+
 *          | length | kind | ordinal | crc | payload, length bytes |
 *          +--------+------+---------+-----+-----------------------+
 *
 *   IDENTITY payload                          END payload
 *   0               8       16      24        0        4      8               16
 *   +---------------+-------+-------+         +--------+------+---------------+
 *   | checkpoint id | epoch | index |         | blocks | seal | payload bytes |
 *   +---------------+-------+-------+         +--------+------+---------------+
 * </pre>
 *
 * Integers are little-endian. Checksums are CRC32C: that of the file covers magic and version, that of a block its first 12
 * bytes and its payload. Ordinals count blocks from 0, the IDENTITY. The seal is the checksum of the checksums of all blocks
 * before it, in order; the manifest repeats it, so that a part cannot be taken for another one. END counts the blocks and
 * payload bytes between IDENTITY and itself, and is the end of the file.
 *
 * <p>No length is believed before it has been compared with the length of the file.
 */
public final class BlockLayout {
    /** First bytes of a part. */
    public static final long PART_MAGIC = magic("RINGPART");

    /** First bytes of a manifest. */
    public static final long MANIFEST_MAGIC = magic("RINGMANI");

    /** First bytes of a fence. */
    public static final long FENCE_MAGIC = magic("RINGFENC");

    /** Version that is written, and the newest that can be read. Since 2, cells of one width may be saved in runs. */
    public static final int VERSION = 2;

    /** The oldest version that can be read. */
    static final int OLDEST_VERSION = 1;

    /** Offset of the version, an int. */
    public static final int VERSION_OFFSET = Long.BYTES;

    /** Offset of the checksum of the bytes before it, an int. */
    public static final int FILE_CRC_OFFSET = VERSION_OFFSET + Integer.BYTES;

    /** Bytes before the first block. */
    public static final int FILE_HEADER_BYTES = FILE_CRC_OFFSET + Integer.BYTES;

    /** Offset in a block of the length of its payload, an int in bytes. */
    public static final int LENGTH_OFFSET = 0;

    /** Offset in a block of its kind, an int: below 0 those named here, else the writer's own. */
    public static final int KIND_OFFSET = LENGTH_OFFSET + Integer.BYTES;

    /** Offset in a block of its ordinal, an int. */
    public static final int ORDINAL_OFFSET = KIND_OFFSET + Integer.BYTES;

    /** Offset in a block of its checksum, an int. */
    public static final int CRC_OFFSET = ORDINAL_OFFSET + Integer.BYTES;

    /** Bytes before the payload of a block. */
    public static final int BLOCK_HEADER_BYTES = CRC_OFFSET + Integer.BYTES;

    /** Longest payload, in bytes. */
    public static final int BLOCK_BYTES_MAX = PartWriter.BLOCK_BYTES_MAX;

    /** The first block: which file this is. */
    public static final int IDENTITY = -1;

    /** The last block: what the file holds. */
    public static final int END = -2;

    /** Bytes of payload of {@link #IDENTITY}. */
    public static final int IDENTITY_BYTES = 3 * Long.BYTES;

    /** Bytes of payload of {@link #END}. */
    public static final int END_BYTES = 2 * Integer.BYTES + Long.BYTES;

    private BlockLayout() {}

    /** Eight letters as they stand in the file. */
    private static long magic(final String letters) {
        long magic = 0;
        for (int index = Long.BYTES - 1; index >= 0; index--) {
            magic = magic << Byte.SIZE | letters.charAt(index);
        }
        return magic;
    }

    /** Adds a block's checksum to that of all. */
    static void seal(final CRC32C seal, final int crc) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            seal.update(crc >>> shift);
        }
    }
}
