// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import java.util.function.ToLongFunction;

/** The same gap whatever the record. A record, so that the compiler takes the gap for a constant. */
public record FixedGap(long ns) implements ToLongFunction<Object> {
    @Override
    public long applyAsLong(final Object anyRecord) {
        return ns;
    }
}
