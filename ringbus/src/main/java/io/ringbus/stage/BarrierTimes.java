// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

/**
 * What a checkpoint took of one stage, or at most of any.
 *
 * @param alignmentNs  from the first barrier to the last: the longest that a way in was held
 * @param freezeNs     saving at the barrier itself
 * @param portionNsMax the longest portion of what was frozen, between two turns
 */
public record BarrierTimes(long alignmentNs, long freezeNs, long portionNsMax) {
    /** Nothing took any time. */
    public static final BarrierTimes NONE = new BarrierTimes(0, 0, 0);

    /** The longer ones of both. */
    public BarrierTimes max(final BarrierTimes other) {
        return new BarrierTimes(
                Math.max(alignmentNs, other.alignmentNs),
                Math.max(freezeNs, other.freezeNs),
                Math.max(portionNsMax, other.portionNsMax));
    }
}
