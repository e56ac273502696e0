// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

/**
 * How often checkpoints begin and how long they may take.
 *
 * @param intervalNs from the beginning of one to the beginning of the next; 0 begins them on demand only
 * @param pauseNs    least time from the end of one to the beginning of the next, which lets the pipeline breathe
 * @param timeoutNs  after which one that is not complete is given up
 * @param retained   complete checkpoints that are kept
 * @param incrementsMax checkpoints in a row that hold only what changed since the one before
 */
public record CheckpointSettings(long intervalNs, long pauseNs, long timeoutNs, int retained, int incrementsMax) {
    public CheckpointSettings {
        if (intervalNs < 0 || pauseNs < 0 || timeoutNs < 1 || retained < 1 || incrementsMax < 0) {
            throw new IllegalArgumentException("checkpoint: intervalNs=" + intervalNs + " < 0, pauseNs=" + pauseNs
                    + " < 0, timeoutNs=" + timeoutNs + " < 1, retained=" + retained + " < 1 or incrementsMax="
                    + incrementsMax + " < 0");
        }
    }
}
