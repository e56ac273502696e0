// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.WatermarkStrategy;
import java.util.function.ToLongFunction;

/** Watermarks that some records tell, nothing more. */
record PunctuatedWatermarks<T>(ToLongFunction<? super T> watermarkNs) implements WatermarkStrategy<T> {
    @Override
    public long onRecord(final T record, final long timestampNs, final long state) {
        return watermarkNs.applyAsLong(record);
    }
}
