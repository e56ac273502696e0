// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/**
 * Runs up to eight neighbouring {@link Step}s, then hands the record on. A template (see {@link Specialiser}).
 *
 * <p>The steps stand in eight fields, unrolled: each is a constant to the compiler, as the elements of an array would not
 * be. Absent ones are null and fold away.
 */
final class StepsLink implements Output<Object> {
    /** How many steps fit into one link. */
    static final int STEPS = 8;

    private final @Nullable Step<Object, Object> step0;
    private final @Nullable Step<Object, Object> step1;
    private final @Nullable Step<Object, Object> step2;
    private final @Nullable Step<Object, Object> step3;
    private final @Nullable Step<Object, Object> step4;
    private final @Nullable Step<Object, Object> step5;
    private final @Nullable Step<Object, Object> step6;
    private final @Nullable Step<Object, Object> step7;
    private final StepErrors errors;
    private final boolean keepsRecords;
    private final Output<Object> next;

    StepsLink(final @Nullable Step<Object, Object>[] steps, final StepErrors errors, final Output<Object> next) {
        this.step0 = steps[0];
        this.step1 = steps[1];
        this.step2 = steps[2];
        this.step3 = steps[3];
        this.step4 = steps[4];
        this.step5 = steps[5];
        this.step6 = steps[6];
        this.step7 = steps[7];
        this.errors = errors;
        this.keepsRecords = errors.wantsRecords();
        this.next = next;
    }

    @Override
    public void emit(final Object first, final long timestampNs) {
        Object record = first;
        int at = 0;
        try {
            record = step0 == null ? record : step0.apply(record);
            if (record != null && step1 != null) {
                at = 1;
                record = step1.apply(record);
            }
            if (record != null && step2 != null) {
                at = 2;
                record = step2.apply(record);
            }
            if (record != null && step3 != null) {
                at = 3;
                record = step3.apply(record);
            }
            if (record != null && step4 != null) {
                at = 4;
                record = step4.apply(record);
            }
            if (record != null && step5 != null) {
                at = 5;
                record = step5.apply(record);
            }
            if (record != null && step6 != null) {
                at = 6;
                record = step6.apply(record);
            }
            if (record != null && step7 != null) {
                at = 7;
                record = step7.apply(record);
            }
        } catch (final Throwable cause) {
            record = errors.recover(at, keepsRecords ? record : null, timestampNs, cause);
        }
        if (record != null) {
            next.emit(record, timestampNs);
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
