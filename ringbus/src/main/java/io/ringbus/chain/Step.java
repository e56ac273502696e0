// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/**
 * The simplest kind of operator: one record in, at most one out, no state, no timestamps. Up to
 * {@link StepsLink#STEPS} neighbouring steps share one link, which keeps the chain shallow enough for the compiler's
 * inlining depth of fifteen.
 *
 * <p>Whether a record goes on and what becomes of it are two questions. One method that answered null for "dropped" would
 * merge the record with null, and a merged object is never taken apart into its fields: every record would be allocated.
 *
 * <p>Steps are Java records, whose fields the compiler trusts.
 */
public interface Step<I, O> {
    /** Whether the record goes on. */
    default boolean test(final I record) throws Exception {
        return true;
    }

    /** What the record becomes; asked only if it goes on. */
    O apply(I record) throws Exception;
}
