// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.slot.SlotLayout;
import java.util.Arrays;

/**
 * The watermark of several inputs: the lowest over those that are active.
 *
 * <p>An idle input does not count; one that wakes counts again once its own watermark has caught up with what was already
 * promised. When the last active input goes idle, the highest watermark seen is promised: nobody is left to contradict it.
 *
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None after construction.
 */
public final class MergedWatermark {
    private enum Input {
        ACTIVE,
        IDLE,
        ENDED
    }

    private final long[] watermarksNs;
    private final Input[] inputs;
    private long mergedNs = SlotLayout.NO_TIME;

    public MergedWatermark(final int inputCount) {
        watermarksNs = new long[inputCount];
        Arrays.fill(watermarksNs, SlotLayout.NO_TIME);
        inputs = new Input[inputCount];
        Arrays.fill(inputs, Input.ACTIVE);
    }

    /** The watermark promised so far, or NO_TIME. */
    public long watermarkNs() {
        return mergedNs;
    }

    /** Notes an input's watermark; true when the merged one has moved. */
    public boolean advance(final int input, final long watermarkNs) {
        watermarksNs[input] = Math.max(watermarksNs[input], watermarkNs);
        wake(input);
        return merge();
    }

    /** Notes that an input has spoken again. */
    public void wake(final int input) {
        if (inputs[input] == Input.IDLE && watermarksNs[input] >= mergedNs) {
            inputs[input] = Input.ACTIVE;
        }
    }

    /** Notes that an input has gone idle; true when the merged watermark has moved. */
    public boolean idle(final int input) {
        if (inputs[input] == Input.ACTIVE) {
            inputs[input] = Input.IDLE;
        }
        return merge();
    }

    /** Notes that an input has ended, which means it promises everything; true when the merged watermark has moved. */
    public boolean end(final int input) {
        inputs[input] = Input.ENDED;
        watermarksNs[input] = Long.MAX_VALUE;
        return merge();
    }

    /** True when no input is active and at least one has not ended. */
    public boolean isIdle() {
        boolean idle = false;
        for (final Input input : inputs) {
            if (input == Input.ACTIVE) {
                return false;
            }
            idle |= input == Input.IDLE;
        }
        return idle;
    }

    /** True when every input has ended. */
    public boolean isEnded() {
        for (final Input input : inputs) {
            if (input != Input.ENDED) {
                return false;
            }
        }
        return true;
    }

    private boolean merge() {
        long lowest = Long.MAX_VALUE;
        long highestOfIdle = SlotLayout.NO_TIME;
        boolean active = false;
        boolean idle = false;
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == Input.ACTIVE) {
                active = true;
                lowest = Math.min(lowest, watermarksNs[i]);
            } else if (inputs[i] == Input.IDLE) {
                idle = true;
                highestOfIdle = Math.max(highestOfIdle, watermarksNs[i]);
            }
        }
        final long candidate = !active && idle ? highestOfIdle : lowest;
        if (candidate <= mergedNs) {
            return false;
        }
        mergedNs = candidate;
        return true;
    }
}
