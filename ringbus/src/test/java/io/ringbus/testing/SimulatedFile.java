// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.environment.StorageFile;
import io.ringbus.testing.SimulatedStorage.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.Arrays;

/** An open file of a {@link SimulatedStorage}. */
final class SimulatedFile implements StorageFile {
    private final SimulatedStorage storage;
    private final SimulatedBytes bytes;
    private final boolean writable;
    private boolean closed;

    SimulatedFile(final SimulatedStorage storage, final SimulatedBytes bytes, final boolean writable) {
        this.storage = storage;
        this.bytes = bytes;
        this.writable = writable;
    }

    @Override
    public long length() throws IOException {
        checkOpen();
        return bytes.length();
    }

    @Override
    public void write(final ByteBuffer source, final long offset) throws IOException {
        checkOpen();
        checkWritable();
        final Outcome outcome = storage.begin();
        final byte[] data = new byte[source.remaining()];
        source.get(data);
        put(outcome, data, Math.toIntExact(offset));
    }

    @Override
    public void preallocate(final long length) throws IOException {
        checkOpen();
        checkWritable();
        final Outcome outcome = storage.begin();
        put(outcome, new byte[(int) Math.max(0, length - bytes.length())], bytes.length());
    }

    private void put(final Outcome outcome, final byte[] data, final int offset) throws IOException {
        final int growth = offset + data.length - bytes.length();
        int count = Math.max(0, data.length - (int) Math.max(0, growth - storage.freeBytes()));
        if (outcome != Outcome.DONE) {
            count = storage.random().nextInt(count + 1);
        }
        bytes.write(offset, Arrays.copyOf(data, count));
        if (outcome != Outcome.DONE) {
            throw storage.failure();
        }
        if (count < data.length) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public int read(final ByteBuffer target, final long offset) throws IOException {
        checkOpen();
        return bytes.read(target, offset);
    }

    @Override
    public void force() throws IOException {
        checkOpen();
        final Outcome outcome = storage.begin();
        switch (outcome) {
            case DONE -> bytes.force();
            case FAILED -> bytes.loseUnforced();
            case CUT -> {}
        }
        if (outcome != Outcome.DONE) {
            throw storage.failure();
        }
    }

    @Override
    public void truncate(final long length) throws IOException {
        checkOpen();
        checkWritable();
        final Outcome outcome = storage.begin();
        if (outcome == Outcome.DONE || storage.random().nextBoolean()) {
            bytes.truncate((int) length);
        }
        if (outcome != Outcome.DONE) {
            throw storage.failure();
        }
    }

    private void checkOpen() throws IOException {
        storage.checkUsable();
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void checkWritable() {
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
