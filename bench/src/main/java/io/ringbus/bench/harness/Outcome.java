// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a duel came to. */
public record Outcome(Duel duel, List<Pair> pairs) {
    public Outcome {
        pairs = List.copyOf(pairs);
    }

    /** Ratios of throughput by the clock. */
    public Ratios throughput() {
        return ratios(Measurement::perSecond);
    }

    /** Ratios of throughput by processor time. */
    public Ratios perCpuSecond() {
        return ratios(Measurement::perCpuSecond);
    }

    /** Ratios of each side's shortest round. */
    public Ratios atBest() {
        return ratios(Measurement::perSecondAtBest);
    }

    private Ratios ratios(final ToDoubleFunction<Measurement> figure) {
        return Ratios.of(pairs.stream().mapToDouble(pair -> pair.ratio(figure)).toArray());
    }

    /** Median of a figure of the contender. */
    public double contender(final ToDoubleFunction<Measurement> figure) {
        return Ratios.of(pairs.stream()
                        .mapToDouble(pair -> figure.applyAsDouble(pair.contender()))
                        .toArray())
                .median();
    }

    /** Median of a figure of the baseline. */
    public double baseline(final ToDoubleFunction<Measurement> figure) {
        return Ratios.of(pairs.stream()
                        .mapToDouble(pair -> figure.applyAsDouble(pair.baseline()))
                        .toArray())
                .median();
    }
}
