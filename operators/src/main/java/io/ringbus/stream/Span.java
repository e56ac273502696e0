// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.windows.Slices;

/**
 * How long a window is, how far apart windows start, where one of them starts, and how long it takes late records, in
 * nanoseconds.
 */
record Span(long sizeNs, long slideNs, long offsetNs, long latenessNs) {
    static Span tumbling(final long sizeNs) {
        return new Span(sizeNs, sizeNs, 0, 0);
    }

    Span every(final long newSlideNs) {
        return new Span(sizeNs, newSlideNs, offsetNs, latenessNs);
    }

    Span offset(final long newOffsetNs) {
        return new Span(sizeNs, slideNs, newOffsetNs, latenessNs);
    }

    Span lateness(final long newLatenessNs) {
        return new Span(sizeNs, slideNs, offsetNs, newLatenessNs);
    }

    Slices slices(final long slicesMax) {
        return Slices.of(sizeNs, slideNs, offsetNs, slicesMax);
    }
}
