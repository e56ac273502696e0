// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.BoundedDisorder;
import io.ringbus.chain.WatermarkStrategy;
import io.ringbus.windows.policy.Time;
import java.util.function.ToLongFunction;

/**
 * The usual ways to tell up to what time a stream is complete. Others implement {@link WatermarkStrategy}.
 *
 * <p><b>Ordering.</b> In order, the window that ends at 10 fires when a record of time 10 arrives.
 */
public final class Watermarks {
    private Watermarks() {}

    /** Records come in order of time; equal times are fine. */
    public static <T> WatermarkStrategy<T> monotonous() {
        return new BoundedDisorder<>(0);
    }

    /** A record may come up to {@code delay} after a younger one. */
    public static <T> WatermarkStrategy<T> bounded(final Time delay) {
        return new BoundedDisorder<>(delay.spanNs());
    }

    /**
     * Some records tell themselves up to what time all has come; {@code SlotLayout.NO_TIME} stands for those that do not. For
     * closing marks, heartbeats of a venue, ends of a batch.
     */
    public static <T> WatermarkStrategy<T> punctuated(final ToLongFunction<? super T> watermarkNs) {
        return new PunctuatedWatermarks<>(watermarkNs);
    }
}
