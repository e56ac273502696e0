// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a stage from taking more input: outlets that found their ring full, and operators that are not done with a
 * watermark yet. One per stage, shared by its feeds, links and outlets.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public final class Flow {
    private int holders;
    private int fullOutlets;
    private int busyOperators;
    private int hurrying;
    private @Nullable OperatorFailure failure;

    /** True when no record may be fed into the chain for now. */
    public boolean isHeld() {
        return holders != 0;
    }

    /** True when at least one outlet has set records aside, and nobody has to be done at once all the same. */
    public boolean isFull() {
        return fullOutlets != 0 && hurrying == 0;
    }

    /** From here on, an operator has to get done although its ring may be full: what it emits is set aside. */
    public void hurry() {
        hurrying++;
    }

    /** Takes {@link #hurry()} back. */
    public void hurryNoMore() {
        hurrying--;
    }

    /** An outlet has begun to set records aside. */
    public void outletFilled() {
        fullOutlets++;
        holders++;
    }

    /** An outlet has sent everything that it had set aside. */
    public void outletCleared() {
        fullOutlets--;
        holders--;
    }

    /** True while an operator is not done with its watermark. */
    public boolean isBusy() {
        return busyOperators != 0;
    }

    /** An operator has more to do for a watermark than fits into one turn. */
    public void operatorBusy() {
        busyOperators++;
        holders++;
    }

    /** That operator is done. */
    public void operatorDone() {
        busyOperators--;
        holders--;
    }

    /** Remembers the first failure, in case a user's function swallows it on its way up. */
    public void failed(final OperatorFailure cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** Throws the failure that was remembered, if any. */
    public void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }
}
