// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Binary form of one record type, used wherever a record crosses a ring, enters keyed state or goes into a snapshot.
 * Write one by hand against Agrona's checked buffers, or derive it from a Java record with {@link Codecs#of}.
 *
 * <p><b>Layout.</b> An encoding is between 0 and {@link #maxLength()} bytes and self-contained. It must not change between
 * a snapshot and its recovery: {@link #schemaId()} is stored with every snapshot and compared on restore.
 * <p><b>Threading.</b> {@link #encode} may be called from several threads at once (a shared ingress): keep no scratch space
 * for it. {@link #decode} belongs to one stage at a time.
 * <p><b>Allocation.</b> {@link #encode} must not allocate. {@link #decode} may return the same instance on every call (a
 * flyweight), valid until the next one: a caller that keeps such a record copies it.
 * <p><b>Failure.</b> A value that does not fit throws {@link IllegalArgumentException} naming the field, before anything is
 * published.
 */
public interface Codec<T> {
    /** Identifies the layout, not the class: it changes when a field moves. */
    int schemaId();

    /** Upper bound in bytes of any encoding; sizes the slots of a ring and the cells of a state. */
    int maxLength();

    /** Writes {@code value} at {@code offset} and returns the number of bytes written. */
    int encode(T value, MutableDirectBuffer target, int offset);

    /** Reads the record that occupies {@code length} bytes at {@code offset}. */
    T decode(DirectBuffer source, int offset, int length);
}
