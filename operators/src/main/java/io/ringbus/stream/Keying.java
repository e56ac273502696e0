// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.function.KeySelector;
import io.ringbus.function.LambdaTypes;
import io.ringbus.operators.GlobalKey;
import io.ringbus.plan.Task;

/** Finds out what a key selector's lambda answers, and the codec for it. */
final class Keying {
    private Keying() {}

    /** The keying of the records of {@code stream} by {@code selector}, on one instance. */
    @SuppressWarnings("unchecked")
    static <K, T> Task.Keys<K, T> of(final String stream, final KeySelector<T, K> selector) {
        final Class<?> type = LambdaTypes.returned(selector);
        if (type == null || type == Object.class) {
            throw new IllegalArgumentException("stream '" + stream
                    + "': the class of the keys is not known: write the key as a method reference or lambda, such as"
                    + " keyBy(Trade::symbol), or say keyBy(selector, Key.class)");
        }
        return of(stream, selector, (Class<K>) type);
    }

    @SuppressWarnings("unchecked")
    static <K, T> Task.Keys<K, T> of(final String stream, final KeySelector<T, K> selector, final Class<K> type) {
        try {
            return new Task.Keys<>(selector, type, (AddressCodec<K>) Codecs.ofType(type), 1);
        } catch (final IllegalArgumentException noCodec) {
            throw new IllegalArgumentException(
                    "stream '" + stream + "': keys of this class cannot be stored: " + noCodec.getMessage()
                            + "; key by a String, a number, an enum or a record of these",
                    noCodec);
        }
    }

    /** The keying under which all records have the same key. */
    static <T> Task.Keys<GlobalKey, T> global(final String stream) {
        return of(stream, record -> GlobalKey.ALL, GlobalKey.class);
    }
}
