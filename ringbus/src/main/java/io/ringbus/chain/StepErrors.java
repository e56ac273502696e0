// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The error rules of one {@link StepsLink}, and the slow road behind a step that threw. Stage thread. */
final class StepErrors {
    private final List<Step<Object, Object>> steps;
    private final List<ErrorRule> rules;
    private final Flow flow;

    StepErrors(final List<Step<Object, Object>> steps, final List<ErrorRule> rules, final Flow flow) {
        this.steps = steps;
        this.rules = rules;
        this.flow = flow;
    }

    boolean wantsRecords() {
        for (final ErrorRule rule : rules) {
            if (rule.wantsRecord()) {
                return true;
            }
        }
        return false;
    }

    /** Applies the rule of step {@code at}; answers what goes on to the next link, or null when nothing does. */
    @Nullable
    Object recover(final int at, final @Nullable Object record, final long timestampNs, final Throwable cause) {
        Object current = retry(at, record, timestampNs, cause);
        for (int i = at + 1; i < steps.size() && current != null; i++) {
            try {
                current = run(i, current);
            } catch (final Throwable another) {
                current = retry(i, current, timestampNs, another);
            }
        }
        return current;
    }

    private @Nullable Object run(final int at, final Object record) throws Exception {
        return steps.get(at).test(record) ? steps.get(at).apply(record) : null;
    }

    private @Nullable Object retry(
            final int at, final @Nullable Object record, final long timestampNs, final Throwable first) {
        final ErrorRule rule = rules.get(at);
        Throwable cause = first;
        for (int attempt = 0; record != null && attempt < rule.retries() && cause instanceof Exception; attempt++) {
            try {
                return run(at, record);
            } catch (final Throwable again) {
                cause = again;
            }
        }
        rule.giveUp(record, timestampNs, cause, flow);
        return null;
    }
}
