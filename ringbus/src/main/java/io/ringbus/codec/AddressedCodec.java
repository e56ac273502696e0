// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets the engine call a hand-written codec: wraps exactly the message in a checked buffer.
 *
 * <p><b>Threading.</b> Any thread: each has its own buffers. Decoding has its own beside encoding, because a flyweight keeps
 * the buffer it was decoded from while the next record is encoded.
 * <p><b>Allocation.</b> None, after a thread's first call.
 */
record AddressedCodec<T>(
        Codec<T> codec, int schemaId, int maxLength, PerThread<UnsafeBuffer> targets, PerThread<UnsafeBuffer> sources)
        implements AddressCodec<T> {
    static <T> AddressedCodec<T> of(final Codec<T> codec) {
        return new AddressedCodec<>(
                codec,
                codec.schemaId(),
                codec.maxLength(),
                new PerThread<>(AddressedCodec::emptyBuffer),
                new PerThread<>(AddressedCodec::emptyBuffer));
    }

    @Override
    public int encodeAt(final T value, final long address) {
        final UnsafeBuffer target = targets.get();
        target.wrap(address, maxLength);
        final int length = codec.encode(value, target, 0);
        if (length < 0 || length > maxLength) {
            throw wrongLength(length);
        }
        return length;
    }

    @Override
    public T decodeAt(final long address, final int length) {
        final UnsafeBuffer source = sources.get();
        source.wrap(address, length);
        return codec.decode(source, 0, length);
    }

    private IllegalStateException wrongLength(final int length) {
        return new IllegalStateException("codec " + codec.getClass().getName() + ": encoded length=" + length
                + " is outside [0, maxLength=" + maxLength + "]");
    }

    private static UnsafeBuffer emptyBuffer() {
        return new UnsafeBuffer(0, 0);
    }
}
