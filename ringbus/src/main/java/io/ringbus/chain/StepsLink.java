// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/**
 * Runs up to six neighbouring {@link Step}s, then hands the record on. A template (see {@link Specialiser}).
 *
 * <p>The steps stand in six fields, unrolled: each is a constant to the compiler, as the elements of an array would not be.
 * Absent ones are null and fold away. Six is what fits into the 325 bytes of byte code that the compiler inlines at most.
 * No two paths that carry a record meet again, for the reason that {@link Step} gives.
 */
final class StepsLink implements Output<Object> {
    /** How many steps fit into one link. */
    static final int STEPS = 6;

    private final Step<Object, Object> step0;
    private final @Nullable Step<Object, Object> step1;
    private final @Nullable Step<Object, Object> step2;
    private final @Nullable Step<Object, Object> step3;
    private final @Nullable Step<Object, Object> step4;
    private final @Nullable Step<Object, Object> step5;
    private final StepErrors errors;
    private final boolean keepsRecords;
    private final Output<Object> next;

    StepsLink(final Step<Object, Object>[] steps, final StepErrors errors, final Output<Object> next) {
        this.step0 = steps[0];
        this.step1 = steps[1];
        this.step2 = steps[2];
        this.step3 = steps[3];
        this.step4 = steps[4];
        this.step5 = steps[5];
        this.errors = errors;
        this.keepsRecords = errors.wantsRecords();
        this.next = next;
    }

    @Override
    public void emit(final Object first, final long timestampNs) {
        Object record = first;
        int at = 0;
        try {
            if (!step0.test(record)) {
                return;
            }
            record = step0.apply(record);
            if (step1 != null) {
                at = 1;
                if (!step1.test(record)) {
                    return;
                }
                record = step1.apply(record);
            }
            if (step2 != null) {
                at = 2;
                if (!step2.test(record)) {
                    return;
                }
                record = step2.apply(record);
            }
            if (step3 != null) {
                at = 3;
                if (!step3.test(record)) {
                    return;
                }
                record = step3.apply(record);
            }
            if (step4 != null) {
                at = 4;
                if (!step4.test(record)) {
                    return;
                }
                record = step4.apply(record);
            }
            if (step5 != null) {
                at = 5;
                if (!step5.test(record)) {
                    return;
                }
                record = step5.apply(record);
            }
        } catch (final Throwable cause) {
            failed(at, keepsRecords ? record : null, timestampNs, cause);
            return;
        }
        next.emit(record, timestampNs);
    }

    private void failed(final int at, final @Nullable Object record, final long timestampNs, final Throwable cause) {
        final Object recovered = errors.recover(at, record, timestampNs, cause);
        if (recovered != null) {
            next.emit(recovered, timestampNs);
        }
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        next.emitWatermark(watermarkNs);
    }

    @Override
    public void emitIdle() {
        next.emitIdle();
    }

    @Override
    public void emitEnd() {
        next.emitEnd();
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }
}
