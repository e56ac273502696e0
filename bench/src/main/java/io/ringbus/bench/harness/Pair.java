// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.function.ToDoubleFunction;

/** Two measurements taken one after the other. */
public record Pair(Measurement contender, Measurement baseline) {
    public Pair {
        if (contender.checksum() != baseline.checksum()) {
            throw new IllegalStateException("pair: contender's checksum=" + contender.checksum()
                    + " differs from the baseline's, " + baseline.checksum() + ": the run is void");
        }
    }

    /** With contender and baseline in each other's place. */
    Pair swapped() {
        return new Pair(baseline, contender);
    }

    /** The contender's {@code figure} as a multiple of the baseline's. */
    public double ratio(final ToDoubleFunction<Measurement> figure) {
        return figure.applyAsDouble(contender) / figure.applyAsDouble(baseline);
    }
}
