// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.Arrays;

/**
 * The watermark of several inputs: the lowest over those that count.
 *
 * <p>An input that is idle does not count. One that wakes counts again once its own watermark has caught up with what was
 * already promised; until then it is neither counted nor idle. When the last input goes idle, the highest watermark seen is
 * promised: nobody is left to contradict it. An input that has promised everything, as it does before its end, neither
 * counts nor is waited for; everything is promised when all have.
 *
 * <p>This holds after each call, whatever it was: a watermark may be passed over in favour of a later one of its input, and
 * the outcome is the same.
 *
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None after construction.
 * <p><b>Ordering.</b> Never regresses.
 */
public final class MergedWatermark implements Stateful {
    private enum Input {
        /** Its watermark counts. */
        ACTIVE,
        /** Has spoken again, but its watermark lies behind what was promised. */
        BEHIND,
        /** Time does not wait for it. */
        IDLE,
        /** Has promised everything. */
        COMPLETE
    }

    private final long[] watermarksNs; // of a complete input, the last one before its end
    private final Input[] inputs;
    private long mergedNs = SlotLayout.NO_TIME;
    private int ended;
    private boolean toldIdle;

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

    /** Notes an input's watermark, which also wakes it; true when the merged one has moved. */
    public boolean advance(final int input, final long watermarkNs) {
        if (watermarkNs == Long.MAX_VALUE) {
            inputs[input] = Input.COMPLETE;
            return merge();
        }
        watermarksNs[input] = Math.max(watermarksNs[input], watermarkNs);
        return wake(input);
    }

    /** Notes that an input has spoken again; true when the merged watermark has moved. */
    public boolean wake(final int input) {
        if (inputs[input] == Input.COMPLETE) {
            return false;
        }
        inputs[input] = watermarksNs[input] >= mergedNs ? Input.ACTIVE : Input.BEHIND;
        return merge();
    }

    /** Notes that an input has gone idle; true when the merged watermark has moved. */
    public boolean idle(final int input) {
        if (inputs[input] == Input.COMPLETE) {
            return false;
        }
        inputs[input] = Input.IDLE;
        return merge();
    }

    /** Notes that an input has ended, which means it promises everything; true when the merged watermark has moved. */
    public boolean end(final int input) {
        ended++;
        return advance(input, Long.MAX_VALUE);
    }

    /** True once for each time that no input is active any more and at least one of them may speak again. */
    public boolean becomesIdle() {
        final boolean becomes = !toldIdle && isIdle();
        toldIdle |= becomes;
        return becomes;
    }

    /** True once for each time that an input speaks again after {@link #becomesIdle()}. */
    public boolean becomesActive() {
        final boolean becomes = toldIdle && !isIdle();
        toldIdle &= !becomes;
        return becomes;
    }

    /** True when every input has ended. */
    public boolean isEnded() {
        return ended == inputs.length;
    }

    private boolean isIdle() {
        boolean idle = false;
        for (final Input input : inputs) {
            if (input == Input.ACTIVE || input == Input.BEHIND) {
                return false;
            }
            idle |= input == Input.IDLE;
        }
        return idle;
    }

    private boolean merge() {
        final long candidateNs = candidateNs();
        if (candidateNs <= mergedNs) {
            return false;
        }
        mergedNs = candidateNs;
        return true;
    }

    private long candidateNs() {
        long lowestNs = Long.MAX_VALUE;
        long highestNs = SlotLayout.NO_TIME;
        boolean behind = false;
        boolean idle = false;
        for (int i = 0; i < inputs.length; i++) {
            highestNs = Math.max(highestNs, watermarksNs[i]);
            if (inputs[i] == Input.ACTIVE) {
                lowestNs = Math.min(lowestNs, watermarksNs[i]);
            }
            behind |= inputs[i] == Input.BEHIND;
            idle |= inputs[i] == Input.IDLE;
        }
        if (lowestNs < Long.MAX_VALUE) {
            return lowestNs;
        }
        if (behind) {
            return mergedNs;
        }
        return idle ? highestNs : Long.MAX_VALUE;
    }

    @Override
    public void save(final StateWriter out) {
        out.putInt(inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            out.putLong(watermarksNs[i]);
            out.putString(inputs[i].name());
        }
        out.putLong(mergedNs);
        out.putBoolean(toldIdle);
    }

    /** Inputs that had ended say so again. */
    @Override
    public void restore(final StateReader in) {
        final int count = in.getInt();
        if (count != inputs.length) {
            throw new IllegalStateException("merge: inputs=" + inputs.length + ", but the snapshot has " + count
                    + ": it was written by another pipeline");
        }
        for (int i = 0; i < inputs.length; i++) {
            watermarksNs[i] = in.getLong();
            inputs[i] = Input.valueOf(in.getString());
        }
        mergedNs = in.getLong();
        toldIdle = in.getBoolean();
    }
}
