// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record whose operator throws. One per operator; a Java record, so that the compiler sees at once that
 * the default, to fail, never looks at the record and need not materialise it.
 *
 * <p>Retrying runs the operator again on the same record: it suits functions that throw before they emit or change state.
 * {@link Error}s always end the pipeline.
 *
 * @param operator    name for messages
 * @param retries     how often to run the operator again before giving the record up
 * @param failing     whether giving up ends the pipeline
 * @param skipped     counts records given up
 * @param deadLetters takes records given up, with the cause; called on the stage thread
 */
public record ErrorRule(
        String operator,
        int retries,
        boolean failing,
        AtomicCounter skipped,
        @Nullable Sink<? super DeadLetter> deadLetters) {

    /** Whether the record itself is needed, which forces it onto the heap. */
    public boolean wantsRecord() {
        return retries > 0 || deadLetters != null;
    }

    /** Gives a record up: throws when the pipeline is to end, else returns. */
    public void giveUp(final @Nullable Object record, final long timestampNs, final Throwable cause, final Flow flow) {
        if (failing || cause instanceof Error) {
            throw failure(cause, flow);
        }
        if (deadLetters != null) {
            try {
                deadLetters.accept(new DeadLetter(operator, record, timestampNs, cause), timestampNs);
            } catch (final Exception rejected) {
                rejected.addSuppressed(cause);
                throw failure(rejected, flow);
            }
        }
        skipped.incrementPlain();
    }

    /** Wraps {@code cause}, remembers it in {@code flow} and answers what to throw. */
    public OperatorFailure failure(final Throwable cause, final Flow flow) {
        final OperatorFailure failure = new OperatorFailure(operator, cause);
        flow.failed(failure);
        return failure;
    }
}
