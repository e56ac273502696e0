// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the machine's file system. */
final class ChannelFile implements StorageFile {
    private static final int ZEROS_BYTES = 1 << 16;

    private final FileChannel channel;

    ChannelFile(final FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public void write(final ByteBuffer source, final long offset) throws IOException {
        for (long at = offset; source.hasRemaining(); ) {
            at += channel.write(source, at);
        }
    }

    @Override
    public int read(final ByteBuffer target, final long offset) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            final int count = channel.read(target, offset + total);
            if (count < 0) {
                break;
            }
            total += count;
        }
        return total;
    }

    /** Without the times of the file, which nobody needs back; the length is part of what it takes to read the bytes. */
    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void preallocate(final long length) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
        for (long at = channel.size(); at < length; ) {
            zeros.clear().limit((int) Math.min(ZEROS_BYTES, length - at));
            at += channel.write(zeros, at);
        }
    }

    @Override
    public void truncate(final long length) throws IOException {
        channel.truncate(length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
