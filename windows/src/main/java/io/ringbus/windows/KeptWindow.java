// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KeptWindowOperator} is to do beside the operator that says when windows are told.
 *
 * @param name       of the stage or stream, for error messages
 * @param key        takes the key out of a record
 * @param codec      of the records
 * @param step       what is made of the records of a window
 * @param slices     the windows, or null where they are sessions
 * @param latenessNs how long after its end a window still takes records
 * @param recordsMax bound on the records that are kept of a key: {@code ringbus.window.records.max}
 * @param forgotten  what the other operator tells of the sessions that it forgets
 */
public record KeptWindow<K, T, O>(
        String name,
        KeySelector<T, K> key,
        AddressCodec<T> codec,
        WindowStep<K, T, O> step,
        @Nullable Slices slices,
        long latenessNs,
        int recordsMax,
        ForgottenSessions<K> forgotten) {
    /** Aligned windows. */
    public KeptWindow(
            final String name,
            final KeySelector<T, K> key,
            final AddressCodec<T> codec,
            final WindowStep<K, T, O> step,
            final Slices slices,
            final long latenessNs,
            final int recordsMax) {
        this(name, key, codec, step, slices, latenessNs, recordsMax, new ForgottenSessions<>());
    }
}
