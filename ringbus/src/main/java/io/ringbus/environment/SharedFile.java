// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file of the machine's file system that an interrupt of the thread that uses it does not close. */
final class SharedFile implements StorageFile {
    private static final int ZEROS_BYTES = 1 << 16;

    private final Path path;
    private final RandomAccessFile file;

    SharedFile(final Path path, final String mode) throws IOException {
        this.path = path;
        file = new RandomAccessFile(path.toFile(), mode);
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

    /** Says which file failed: the exception of the virtual machine names neither the file nor the cause. */
    @Override
    public void force() throws IOException {
        try {
            file.getFD().sync();
        } catch (final SyncFailedException failure) {
            final FileSystemException named = new FileSystemException(
                    path.toString(),
                    null,
                    "the system cannot force it to the device: look at the device and its free space, then start"
                            + " again");
            named.initCause(failure);
            throw named;
        }
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
