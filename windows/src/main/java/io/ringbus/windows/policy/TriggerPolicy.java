// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import java.util.function.Supplier;

/**
 * Says when a window is told: what stands in {@code every(..)}, and in {@code window(..)} where no {@code every} follows.
 *
 * @param <T> record judged
 */
public interface TriggerPolicy<T> {
    /**
     * The trigger for a stream of {@code R}.
     *
     * @param codec binary form of the stream's records; asked only by a policy that keeps a record in its state, and throws
     *              where it is not known
     */
    <R extends T> Trigger<R> trigger(Supplier<? extends AddressCodec<R>> codec);
}
