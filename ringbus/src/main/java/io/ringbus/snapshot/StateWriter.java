// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A growing native buffer that state is saved into, a part for each {@link Stateful}.
 *
 * <p><b>Layout.</b> Parts one after the other: length of the name (int), name (UTF-8), length of the part (long), its bytes.
 * Integers are little-endian and not aligned.
 * <p><b>Threading.</b> One thread at a time: the stage's until it is handed over, then a snapshot thread's, which closes it.
 * <p><b>Allocation.</b> Native memory, doubled when it is full.
 */
public final class StateWriter implements AutoCloseable {
    private static final int INITIAL_BYTES = 1 << 12;

    private final @Nullable Freeze freeze;
    private final Consumer<Slab> taker;
    private Slab buffer;
    private long address;
    private long capacity;
    private long length;

    /** A buffer that takes everything at once. */
    public StateWriter() {
        this(Slab.unzeroed(INITIAL_BYTES), null, Slab::close);
    }

    /**
     * Writes into {@code buffer}, or into a larger one; {@link #close()} leaves it to {@code taker}. {@code freeze} takes
     * states that are written later, unless it is null.
     */
    StateWriter(final Slab buffer, final @Nullable Freeze freeze, final Consumer<Slab> taker) {
        this.buffer = buffer;
        this.address = buffer.address();
        this.capacity = buffer.bytes();
        this.freeze = freeze;
        this.taker = taker;
    }

    /** Takes states that are written later; null when everything is to be written at once. */
    public @Nullable Freeze freeze() {
        return freeze;
    }

    /** Appends {@code state} under a name that is unique in this buffer and the same in every run of the pipeline. */
    public void part(final String name, final Stateful state) throws Exception {
        if (freeze != null) {
            freeze.enter(name);
        }
        putString(name);
        final long at = length;
        putLong(0);
        state.save(this);
        Memory.putLong(address + at, length - at - Long.BYTES);
    }

    /** Appends a long. */
    public void putLong(final long value) {
        Memory.putLong(room(Long.BYTES), value);
    }

    /** Appends an int. */
    public void putInt(final int value) {
        Memory.putInt(room(Integer.BYTES), value);
    }

    /** Writes an int over an earlier one, {@code at} bytes from the beginning. */
    public void setInt(final long at, final int value) {
        Memory.putInt(address + at, value);
    }

    /** Appends a boolean, as an int of 0 or 1. */
    public void putBoolean(final boolean value) {
        putInt(value ? 1 : 0);
    }

    /** Appends a string: its length in bytes (int), its UTF-8. */
    public void putString(final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        final long to = room(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(to + i, bytes[i]);
        }
    }

    /** Appends {@code count} bytes of native memory, without their count. */
    public void putBytes(final long from, final long count) {
        Memory.copyApart(from, room(count), count);
    }

    /** Appends a value: the length of its encoding (int), its encoding. */
    public <T> void put(final AddressCodec<T> codec, final T value) {
        final int longest = codec.maxLength();
        final long at = room(Integer.BYTES + (long) longest);
        final int bytes = codec.encodeAt(value, at + Integer.BYTES);
        Memory.putInt(at, bytes);
        length -= longest - bytes;
    }

    /** Reserves {@code count} bytes to be written by address, at once: the next call may move the buffer. */
    public long room(final long count) {
        final long begin = length;
        if (begin + count > capacity) {
            grow(begin + count);
        }
        length = begin + count;
        return address + begin;
    }

    private void grow(final long least) {
        final Slab larger = Slab.unzeroed(Math.max(2 * capacity, least));
        Memory.copy(address, larger.address(), length);
        buffer.close();
        buffer = larger;
        address = larger.address();
        capacity = larger.bytes();
    }

    /** Address of the first byte; good until the next one is appended. */
    public long address() {
        return address;
    }

    /** Bytes so far. */
    public long length() {
        return length;
    }

    @Override
    public void close() {
        taker.accept(buffer);
    }
}
