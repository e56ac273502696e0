// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import java.util.function.Supplier;

/**
 * Says what a window keeps: what stands in {@code window(..)}. Where no {@code every} follows it must be a
 * {@link TriggerPolicy} as well; it then fires, and everything leaves.
 *
 * @param <T> record judged
 */
public interface EvictionPolicy<T> {
    /**
     * The eviction for a stream of {@code R}.
     *
     * @param codec binary form of the stream's records; asked only by a policy that keeps a record in its state, and throws
     *              where it is not known
     */
    <R extends T> Eviction<R> eviction(Supplier<? extends AddressCodec<R>> codec);
}
