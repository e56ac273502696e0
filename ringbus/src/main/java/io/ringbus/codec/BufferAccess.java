// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets a codec that works on addresses work on any Agrona buffer: in place where the buffer is native, through a native
 * scratch copy where it wraps an array or may grow.
 *
 * <p><b>Threading.</b> Any thread; the scratch memory belongs to the thread.
 */
final class BufferAccess {
    private static final int SCRATCH_BYTES_MIN = 1024;
    private static final ThreadLocal<UnsafeBuffer> SCRATCH = ThreadLocal.withInitial(() -> scratch(SCRATCH_BYTES_MIN));

    private BufferAccess() {}

    static <T> int encode(
            final AddressCodec<T> codec, final T value, final MutableDirectBuffer target, final int offset) {
        if (target.byteArray() == null && !target.isExpandable()) {
            target.boundsCheck(offset, codec.maxLength());
            try {
                return codec.encodeAt(value, target.addressOffset() + offset);
            } finally {
                Reference.reachabilityFence(target); // else its memory could be freed once the address is taken
            }
        }
        final UnsafeBuffer scratch = scratchOf(codec.maxLength());
        final int length = codec.encodeAt(value, scratch.addressOffset());
        target.putBytes(offset, scratch, 0, length);
        return length;
    }

    static <T> T decode(final AddressCodec<T> codec, final DirectBuffer source, final int offset, final int length) {
        source.boundsCheck(offset, length);
        if (source.byteArray() == null) {
            try {
                return codec.decodeAt(source.addressOffset() + offset, length);
            } finally {
                Reference.reachabilityFence(source);
            }
        }
        final UnsafeBuffer scratch = scratchOf(length);
        scratch.putBytes(0, source, offset, length);
        return codec.decodeAt(scratch.addressOffset(), length);
    }

    private static UnsafeBuffer scratchOf(final int bytes) {
        final UnsafeBuffer scratch = SCRATCH.get();
        if (scratch.capacity() >= bytes) {
            return scratch;
        }
        final UnsafeBuffer larger = scratch(bytes);
        SCRATCH.set(larger);
        return larger;
    }

    private static UnsafeBuffer scratch(final int bytes) {
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(bytes, Long.BYTES);
        return new UnsafeBuffer(memory);
    }
}
