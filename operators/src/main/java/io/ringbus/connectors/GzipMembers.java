// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip, one member after the other, and accepts nothing but whole members: {@code GZIPInputStream} takes a
 * second member that is cut off in its header for the end of the file.
 *
 * <p><b>Failure.</b> {@link EOFException} when the input ends inside a member, {@link ZipException} when it is damaged.
 * Damage to a member is known for certain at its end only, where its checksum stands.
 * <p><b>Source.</b> RFC 1952.
 */
final class GzipMembers extends InputStream {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[BUFFER_BYTES];
    private final byte[] single = new byte[1];

    private int offset;
    private int limit;
    private boolean ended;

    GzipMembers(final InputStream in) throws IOException {
        this.in = in;
        readHeader(readByte());
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(final byte[] target, final int targetOffset, final int length) throws IOException {
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            final int count = inflate(target, targetOffset, length);
            if (count > 0) {
                crc.update(target, targetOffset, count);
                return count;
            }
            if (inflater.finished()) {
                finishMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("it needs a preset dictionary");
            } else {
                refill();
            }
        }
        return -1;
    }

    private int inflate(final byte[] target, final int targetOffset, final int length) throws ZipException {
        try {
            return inflater.inflate(target, targetOffset, length);
        } catch (final DataFormatException damaged) {
            throw new ZipException(damaged.getMessage() == null ? "invalid data" : damaged.getMessage());
        }
    }

    private void refill() throws IOException {
        if (!load()) {
            throw new EOFException("it ends inside a member");
        }
        inflater.setInput(packed, 0, limit);
        offset = limit;
    }

    private void finishMember() throws IOException {
        offset = limit - inflater.getRemaining();
        if (readInt() != (int) crc.getValue() || readInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("the checksum differs");
        }
        if (offset == limit && !load()) {
            ended = true;
            return;
        }
        readHeader(readByte());
    }

    private void readHeader(final int first) throws IOException {
        if (first != 0x1F || readByte() != 0x8B || readByte() != 8) {
            throw new ZipException("a member does not start with 1f 8b 08");
        }
        final int flags = readByte();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw new ZipException("unknown flags in a member's header");
        }
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(readByte() | readByte() << 8);
        }
        skipText((flags & FLAG_NAME) != 0);
        skipText((flags & FLAG_COMMENT) != 0);
        skip((flags & FLAG_HEADER_CRC) != 0 ? 2 : 0);
        crc.reset();
        inflater.reset();
        inflater.setInput(packed, offset, limit - offset);
        offset = limit;
    }

    private void skip(final int count) throws IOException {
        for (int i = 0; i < count; i++) {
            readByte();
        }
    }

    private void skipText(final boolean present) throws IOException {
        int character = present ? readByte() : 0;
        while (character != 0) {
            character = readByte();
        }
    }

    private int readInt() throws IOException {
        return readByte() | readByte() << 8 | readByte() << 16 | readByte() << 24;
    }

    private int readByte() throws IOException {
        if (offset == limit && !load()) {
            throw new EOFException("it ends inside a member");
        }
        return packed[offset++] & 0xFF;
    }

    private boolean load() throws IOException {
        int length;
        do {
            length = in.read(packed, 0, packed.length);
        } while (length == 0);
        offset = 0;
        limit = Math.max(0, length);
        return length > 0;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        in.close();
    }
}
