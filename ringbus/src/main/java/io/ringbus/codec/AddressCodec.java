// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

/**
 * A codec as the engine calls it: on native memory whose length it has already checked.
 *
 * <p>Derived codecs implement it directly; a hand-written {@link Codec} is adapted by {@link Codecs#addressed}, which wraps
 * exactly the message in a checked buffer. Implementations are Java records where they can be: the compiler trusts a
 * record's fields and folds them into the stage that owns the codec.
 *
 * <p><b>Threading.</b> As {@link Codec}.
 * <p><b>Failure.</b> The caller guarantees {@link #maxLength()} writable bytes; the callee never writes past them.
 */
public interface AddressCodec<T> {
    /** As {@link Codec#schemaId()}. */
    int schemaId();

    /** As {@link Codec#maxLength()}. */
    int maxLength();

    /** Whether every value that is not refused comes back equal: a value may be kept encoded and nobody can tell. */
    default boolean isExact() {
        return false;
    }

    /** Writes {@code value} at {@code address} and returns the number of bytes written, at most {@link #maxLength()}. */
    int encodeAt(T value, long address);

    /** Reads the record that occupies {@code length} bytes at {@code address}. */
    T decodeAt(long address, int length);
}
