// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the records of a stream: their class, their codec, both or neither. A codec is needed only where records
 * meet a ring or a state, and is derived from the class then.
 *
 * @param type  class of the records, as a lambda's signature or the user told it; null when unknown
 * @param codec codec that the user named; null to derive one
 */
public record RecordType<T>(
        @Nullable Class<T> type, @Nullable AddressCodec<T> codec) {
    /** Nothing known. */
    public static <T> RecordType<T> unknown() {
        return new RecordType<>(null, null);
    }

    /** Known by class; {@code Object} counts as unknown. */
    @SuppressWarnings("unchecked")
    public static <T> RecordType<T> of(final @Nullable Class<?> type) {
        return type == null || type == Object.class ? unknown() : new RecordType<>((Class<T>) type, null);
    }

    /** Known by codec. */
    public static <T> RecordType<T> of(final AddressCodec<T> codec) {
        return new RecordType<>(null, codec);
    }

    /** This, or {@code other} where this knows nothing. */
    public RecordType<T> or(final RecordType<T> other) {
        return type == null && codec == null ? other : this;
    }

    /** The codec if it is known or can be derived, for whoever can do without. */
    @SuppressWarnings("unchecked")
    public @Nullable AddressCodec<T> codecIfAny() {
        if (codec != null || type == null) {
            return codec;
        }
        try {
            return (AddressCodec<T>) Codecs.ofType(type);
        } catch (final IllegalArgumentException none) {
            return null;
        }
    }

    /** The codec for the records of {@code stream}, which is named when there is none. */
    @SuppressWarnings("unchecked")
    public AddressCodec<T> codec(final String stream, final String purpose) {
        if (codec != null) {
            return codec;
        }
        if (type == null) {
            throw new IllegalStateException("stream '" + stream + "': the class of its records is not known, but "
                    + purpose + " needs a codec for them: say .as(Type.class) or .as(codec) behind it");
        }
        try {
            return (AddressCodec<T>) Codecs.ofType(type);
        } catch (final IllegalArgumentException noCodec) {
            throw new IllegalStateException(
                    "stream '" + stream + "': " + purpose + " needs a codec: " + noCodec.getMessage(), noCodec);
        }
    }
}
