// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.windows.Slices;

/** How long a window is, how far apart windows start, and where one of them starts, in nanoseconds. */
record Span(long sizeNs, long slideNs, long offsetNs) {
    Slices slices(final long slicesMax) {
        return Slices.of(sizeNs, slideNs, offsetNs, slicesMax);
    }
}
