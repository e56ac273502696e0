// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/**
 * Joins an operator to what follows it: applies the error rule, and keeps a watermark back until the operator is done with
 * it. A template (see {@link Specialiser}).
 *
 * <p>A stage feeds nothing to a busy operator, but one item of a feed may cause several records, or a mark and a record
 * behind it. What arrives at a busy operator makes it finish its watermark at once, however full the ring behind it is,
 * unless it is a record that the operator can take all the same.
 */
final class OperatorLink<I, O> implements Output<I>, Resumable {
    private final Operator<I, O> operator;
    private final Output<O> next;
    private final ErrorRule errors;
    private final boolean
            keepsRecords; // a field: a call in a handler that never ran is not inlined, and the record escapes
    private final Flow flow;
    private boolean busy;
    private long busyWithNs;
    private boolean ended;

    OperatorLink(final Operator<I, O> operator, final Output<O> next, final ErrorRule errors, final Flow flow) {
        this.operator = operator;
        this.next = next;
        this.errors = errors;
        this.keepsRecords = errors.wantsRecord();
        this.flow = flow;
    }

    @Override
    public void emit(final I record, final long timestampNs) {
        if (busy && !operator.takesWhileBusy(timestampNs)) {
            finish();
        }
        // A handler that names the record keeps it alive, and a box on the heap.
        final I kept = keepsRecords ? record : null;
        try {
            operator.process(record, timestampNs, next);
        } catch (final OperatorFailure reported) {
            throw reported;
        } catch (final Throwable cause) {
            failed(kept, timestampNs, cause);
        }
    }

    private void failed(final @Nullable I record, final long timestampNs, final Throwable first) {
        Throwable cause = first;
        for (int attempt = 0; record != null && attempt < errors.retries() && cause instanceof Exception; attempt++) {
            try {
                operator.process(record, timestampNs, next);
                return;
            } catch (final OperatorFailure reported) {
                throw reported;
            } catch (final Throwable again) {
                cause = again;
            }
        }
        errors.giveUp(record, timestampNs, cause, flow);
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        finish();
        if (due(watermarkNs)) {
            next.emitWatermark(operator.watermarkBehindNs(watermarkNs));
        } else {
            busy = true;
            busyWithNs = watermarkNs;
            flow.operatorBusy();
        }
    }

    private boolean due(final long watermarkNs) {
        try {
            return operator.onWatermark(watermarkNs, next);
        } catch (final OperatorFailure reported) {
            throw reported;
        } catch (final Throwable cause) {
            throw errors.failure(cause, flow);
        }
    }

    @Override
    public long watermarkDueNs() {
        return Math.min(operator.watermarkDueNs(), next.watermarkDueNs());
    }

    @Override
    public boolean resume() {
        if (!busy) {
            return true;
        }
        if (!due(busyWithNs)) {
            return false;
        }
        busy = false;
        flow.operatorDone();
        next.emitWatermark(operator.watermarkBehindNs(busyWithNs));
        return true;
    }

    private void finish() {
        if (busy) {
            flow.hurry();
            boolean done = false;
            while (!done) {
                done = resume();
            }
            flow.hurryNoMore();
        }
    }

    @Override
    public long timerNs() {
        return ended || busy ? Operator.NO_TIMER : operator.timerNs();
    }

    @Override
    public void onTimer(final long nowNs) {
        try {
            operator.onTimer(nowNs, next);
        } catch (final OperatorFailure reported) {
            throw reported;
        } catch (final Throwable cause) {
            throw errors.failure(cause, flow);
        }
    }

    @Override
    public void emitIdle() {
        finish();
        next.emitIdle();
    }

    @Override
    public void emitActive() {
        finish();
        next.emitActive();
    }

    @Override
    public void emitEnd() {
        finish();
        ended = true;
        try {
            operator.onEnd(next);
        } catch (final OperatorFailure reported) {
            throw reported;
        } catch (final Throwable cause) {
            throw errors.failure(cause, flow);
        }
        next.emitEnd();
    }

    @Override
    public boolean isFull() {
        return flow.isFull();
    }

    @Override
    public void close() {
        operator.close();
    }
}
