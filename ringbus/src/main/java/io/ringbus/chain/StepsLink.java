// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.lang.invoke.MethodHandles;
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

    /** What the link reaches, as constants to its clone. */
    record Root(
            Step<Object, Object> step0,
            @Nullable Step<Object, Object> step1,
            @Nullable Step<Object, Object> step2,
            @Nullable Step<Object, Object> step3,
            @Nullable Step<Object, Object> step4,
            @Nullable Step<Object, Object> step5,
            StepErrors errors,
            boolean keepsRecords,
            Output<Object> next) {
        static Root of(final Step<Object, Object>[] steps, final StepErrors errors, final Output<Object> next) {
            return new Root(
                    steps[0], steps[1], steps[2], steps[3], steps[4], steps[5], errors, errors.wantsRecords(), next);
        }
    }

    private static final @Nullable Root ROOT = root();

    private final Root root;

    StepsLink(final Root root) {
        this.root = root;
    }

    private static @Nullable Root root() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Root.class);
        } catch (final IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @Override
    public void emit(final Object first, final long timestampNs) {
        final Root constant = ROOT != null ? ROOT : root;
        Object record = first;
        int at = 0;
        try {
            if (!constant.step0().test(record)) {
                return;
            }
            record = constant.step0().apply(record);
            if (constant.step1() != null) {
                at = 1;
                if (!constant.step1().test(record)) {
                    return;
                }
                record = constant.step1().apply(record);
            }
            if (constant.step2() != null) {
                at = 2;
                if (!constant.step2().test(record)) {
                    return;
                }
                record = constant.step2().apply(record);
            }
            if (constant.step3() != null) {
                at = 3;
                if (!constant.step3().test(record)) {
                    return;
                }
                record = constant.step3().apply(record);
            }
            if (constant.step4() != null) {
                at = 4;
                if (!constant.step4().test(record)) {
                    return;
                }
                record = constant.step4().apply(record);
            }
            if (constant.step5() != null) {
                at = 5;
                if (!constant.step5().test(record)) {
                    return;
                }
                record = constant.step5().apply(record);
            }
        } catch (final Throwable cause) {
            failed(at, constant.keepsRecords() ? record : null, timestampNs, cause);
            return;
        }
        constant.next().emit(record, timestampNs);
    }

    private void failed(final int at, final @Nullable Object record, final long timestampNs, final Throwable cause) {
        final Object recovered = root.errors().recover(at, record, timestampNs, cause);
        if (recovered != null) {
            root.next().emit(recovered, timestampNs);
        }
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        root.next().emitWatermark(watermarkNs);
    }

    @Override
    public long watermarkDueNs() {
        final Root constant = ROOT != null ? ROOT : root;
        return constant.next().watermarkDueNs();
    }

    @Override
    public void emitIdle() {
        root.next().emitIdle();
    }

    @Override
    public void emitActive() {
        root.next().emitActive();
    }

    @Override
    public void emitEnd() {
        root.next().emitEnd();
    }

    @Override
    public boolean isFull() {
        return root.next().isFull();
    }
}
