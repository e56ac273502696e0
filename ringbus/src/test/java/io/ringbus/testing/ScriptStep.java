// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import java.util.List;

/** One step of the script of an {@link OperatorHarness}: something that happens to the operator, or what comes of it. */
sealed interface ScriptStep<I, O> {
    record OfRecord<I, O>(I record, long timestampNs) implements ScriptStep<I, O> {}

    record OfWatermark<I, O>(long watermarkNs) implements ScriptStep<I, O> {}

    record OfTime<I, O>(SimulatedClock clock, long byNs) implements ScriptStep<I, O> {}

    record OfEnd<I, O>() implements ScriptStep<I, O> {}

    record Asked<I, O>(Object key, List<?> answer) implements ScriptStep<I, O> {}

    record Expected<I, O>(List<Emitted<O>> emitted, boolean inOrder) implements ScriptStep<I, O> {}
}
