// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.codec.AddressCodec;
import java.util.function.Predicate;

/**
 * What an operator asks of a state backend: a region of {@code valueBytes} per key.
 *
 * @param name         stable id of the state within the pipeline
 * @param partition    which of the operator's parallel instances this is, from 0
 * @param keyType      class of the keys; {@code Integer}, {@code Long}, {@code Short}, {@code Byte} and {@code Character}
 *                     keys are kept as longs and never boxed on the hot path
 * @param keyCodec     binary form of a key
 * @param valueBytes   bytes per key that belong to the operator
 * @param valueSchema  tells what these bytes mean: a snapshot whose bytes mean something else is refused
 * @param expectedKeys how many keys to plan for; more are possible at the price of a migration
 * @param tracked      whether the state notes when each cell was written, so that a checkpoint need not write all of them
 *                     at its barrier; costs a comparison for each access
 * @param owned        which keys belong to this partition: asked when those of several partitions are shared out anew
 */
public record StateSpec<K>(
        String name,
        int partition,
        Class<K> keyType,
        AddressCodec<K> keyCodec,
        int valueBytes,
        int valueSchema,
        long expectedKeys,
        boolean tracked,
        Predicate<K> owned) {
    public StateSpec {
        if (valueBytes < 1) {
            throw new IllegalArgumentException("state '" + name + "': valueBytes=" + valueBytes + " < 1");
        }
        if (expectedKeys < 1) {
            throw new IllegalArgumentException("state '" + name + "': expectedKeys=" + expectedKeys + " < 1");
        }
    }

    /** A state that is not tracked. */
    public StateSpec(
            final String name,
            final int partition,
            final Class<K> keyType,
            final AddressCodec<K> keyCodec,
            final int valueBytes,
            final long expectedKeys) {
        this(name, partition, keyType, keyCodec, valueBytes, 0, expectedKeys, false, anyKey -> true);
    }

    /** The same, tracked or not. */
    public StateSpec<K> tracked(final boolean tracks) {
        return new StateSpec<>(
                name, partition, keyType, keyCodec, valueBytes, valueSchema, expectedKeys, tracks, owned);
    }
}
