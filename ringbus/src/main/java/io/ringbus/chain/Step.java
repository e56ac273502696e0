// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/**
 * The simplest kind of operator: one record in, at most one out, no state, no timestamps. Up to
 * {@link StepsLink#STEPS} neighbouring steps share one link, which keeps the chain shallow enough for the compiler's
 * inlining depth of fifteen.
 *
 * <p>Steps are Java records, whose fields the compiler trusts.
 */
public interface Step<I, O> {
    /** Answers the record that goes on, or null when none does. */
    @Nullable
    O apply(I record) throws Exception;
}
