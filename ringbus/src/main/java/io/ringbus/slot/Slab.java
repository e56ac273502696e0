// SPDX-License-Identifier: Apache-2.0
package io.ringbus.slot;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;

/**
 * One aligned off-heap allocation, to be cut into slots or cells.
 *
 * <p><b>Threading.</b> Any thread may read and write the memory; who may when is the business of its user.
 * <p><b>Lifetime.</b> Freed by {@link #close()}, which must come after the last access. It is not freed by the garbage
 * collector: {@link #liveBytes()} lets a test assert that nothing was forgotten.
 */
public final class Slab implements AutoCloseable {
    private static final AtomicLong LIVE_BYTES = new AtomicLong();

    private final long allocation;
    private final long address;
    private final long bytes;
    private boolean closed;

    /** Allocates {@code bytes} of zeros, starting on a multiple of {@code alignment}, a power of two. */
    public Slab(final long bytes, final int alignment) {
        this(bytes, alignment, true);
    }

    private Slab(final long bytes, final int alignment, final boolean zeroed) {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("slab: byteOrder=" + ByteOrder.nativeOrder()
                    + ", but slots and cells are little-endian: run on a little-endian machine");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("slab: bytes=" + bytes + " < 1");
        }
        if (alignment < Long.BYTES || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException(
                    "slab: alignment=" + alignment + " is not a power of two of at least " + Long.BYTES);
        }
        this.bytes = bytes;
        this.allocation = UnsafeApi.allocateMemory(bytes + alignment);
        this.address = (allocation + alignment - 1) & -alignment;
        if (zeroed) {
            Memory.clear(address, bytes);
        }
        LIVE_BYTES.addAndGet(bytes);
    }

    /** Allocates {@code bytes} that hold anything: for those who write before they read. */
    public static Slab unzeroed(final long bytes) {
        return new Slab(bytes, Long.BYTES, false);
    }

    /** Address of the first byte. */
    public long address() {
        return address;
    }

    /** Usable length in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of all slabs of this process that are not closed yet. */
    public static long liveBytes() {
        return LIVE_BYTES.get();
    }

    /** Frees the memory; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LIVE_BYTES.addAndGet(-bytes);
            UnsafeApi.freeMemory(allocation);
        }
    }
}
