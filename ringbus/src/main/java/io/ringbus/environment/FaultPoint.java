// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

/**
 * A named place in the engine where a test may make something go wrong. In production nothing does.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> Whatever {@link #reach} throws is treated as if that place had failed.
 */
@FunctionalInterface
public interface FaultPoint {
    /** Passes every place. */
    FaultPoint NONE = place -> {};

    /** Called on reaching {@code place}, at most once per turn of a stage. */
    void reach(String place) throws Exception;
}
