// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.DeadLetter;
import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Settings;
import io.ringbus.stage.Counters;
import io.ringbus.stage.StageBuilder;
import org.jspecify.annotations.Nullable;

/** Makes the error rule of each operator of a stage instance from the settings of its stage. */
final class ErrorRules {
    private final Config config;
    private final Counters counters;
    private final @Nullable DeadLetters deadLetters;
    private final StageBuilder stage;
    private @Nullable Sink<? super DeadLetter> sink;

    ErrorRules(
            final Config config,
            final Counters counters,
            final @Nullable DeadLetters deadLetters,
            final StageBuilder stage) {
        this.config = config;
        this.counters = counters;
        this.deadLetters = deadLetters;
        this.stage = stage;
    }

    ErrorRule of(final String settingsOf, final String operator) {
        final Config settings = config.forStage(settingsOf);
        final ErrorPolicy policy = settings.get(Settings.ERROR_POLICY);
        if (policy == ErrorPolicy.DEAD_LETTER && deadLetters == null) {
            throw new IllegalStateException(
                    "operator '" + operator
                            + "': ringbus.error.policy=DEAD_LETTER without a place for dead letters: call Pipeline.deadLetters(sink)");
        }
        return new ErrorRule(
                operator,
                policy == ErrorPolicy.RETRY ? settings.get(Settings.ERROR_RETRIES) : 0,
                policy == ErrorPolicy.FAIL || policy == ErrorPolicy.RETRY,
                counters.allocate("operator " + operator + " skipped"),
                policy == ErrorPolicy.DEAD_LETTER ? sink() : null);
    }

    /** The stage opens, saves, commits and closes it as its other sinks. */
    private @Nullable Sink<? super DeadLetter> sink() {
        if (sink == null && deadLetters != null) {
            sink = deadLetters.of(stage.name());
            final String name = "dead letters";
            stage.chain()
                    .sink(sink, new ErrorRule(name, 0, true, counters.allocate("operator " + name + " skipped"), null));
        }
        return sink;
    }
}
