// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.DeadLetter;
import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Settings;
import io.ringbus.stage.Counters;
import org.jspecify.annotations.Nullable;

/** Makes the error rule of each operator from the settings of its stage. */
final class ErrorRules {
    private final Config config;
    private final Counters counters;
    private final @Nullable Sink<? super DeadLetter> deadLetters;

    ErrorRules(final Config config, final Counters counters, final @Nullable Sink<? super DeadLetter> deadLetters) {
        this.config = config;
        this.counters = counters;
        this.deadLetters = deadLetters;
    }

    ErrorRule of(final String stage, final String operator) {
        final Config settings = config.forStage(stage);
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
                policy == ErrorPolicy.DEAD_LETTER ? deadLetters : null);
    }
}
