// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;

/** A file of the machine's file system that an interrupt of the thread that uses it does not close. */
final class SharedFile implements StorageFile {
    private static final int ZEROS_BYTES = 1 << 16;

    private final RandomAccessFile file;

    SharedFile(final RandomAccessFile file) {
        this.file = file;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void write(final ByteBuffer source, final long offset) throws IOException {
        file.seek(offset);
        if (source.hasArray()) {
            file.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
        } else {
            final byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            file.write(bytes);
        }
    }

    @Override
    public int read(final ByteBuffer target, final long offset) throws IOException {
        final byte[] bytes = new byte[target.remaining()];
        file.seek(offset);
        int total = 0;
        while (total < bytes.length) {
            final int count = file.read(bytes, total, bytes.length - total);
            if (count < 0) {
                break;
            }
            total += count;
        }
        target.put(bytes, 0, total);
        return total;
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void preallocate(final long length) throws IOException {
        final byte[] zeros = new byte[ZEROS_BYTES];
        file.seek(file.length());
        for (long missing = length - file.length(); missing > 0; missing -= ZEROS_BYTES) {
            file.write(zeros, 0, (int) Math.min(ZEROS_BYTES, missing));
        }
    }

    @Override
    public void truncate(final long length) throws IOException {
        file.setLength(length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
