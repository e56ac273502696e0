// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.SlotLayout;

/**
 * Which window of an operator is told next, and the watermarks that something waits for: all keys share them, so that a
 * watermark that nothing waits for costs one compare.
 *
 * <p><b>Units.</b> Nanoseconds since the epoch; windows are named by the number of their first slice.
 * <p><b>Threading.</b> Stage thread.
 */
final class FiringSchedule {
    private final Slices slices;
    private final long latenessNs;

    /** The first window that holds records and is not told yet, if there is one, and the watermark that it waits for. */
    private boolean anyWindow;

    private long nextWindow;

    private long nextFireNs = Long.MAX_VALUE;

    /** The last time of the window before the next one, which no window that is waited for holds alone. */
    private long beforeNextNs = Long.MAX_VALUE;

    /** The watermark that the oldest slice waits for to be freed, where that is not when its last window fires. */
    private long nextFreeNs = Long.MAX_VALUE;

    /** The smaller of the two. */
    private long dueNs = Long.MAX_VALUE;

    FiringSchedule(final Slices slices, final long latenessNs) {
        this.slices = slices;
        this.latenessNs = latenessNs;
    }

    /** The lowest watermark at which there is something to do. */
    long dueNs() {
        return dueNs;
    }

    /** Whether the next window is to be told at this watermark. */
    boolean isFiring(final long watermarkNs) {
        return anyWindow && nextFireNs <= watermarkNs;
    }

    /** Whether the oldest slice is to be freed at this watermark, by itself. */
    boolean isFreeing(final long watermarkNs) {
        return nextFreeNs <= watermarkNs;
    }

    /**
     * Records of later times than this one make nothing due before {@link #dueNs()}: their windows end with the next one or
     * after it. {@link Long#MAX_VALUE} when no window is expected.
     */
    long beforeNextNs() {
        return beforeNextNs;
    }

    /** The window that is told next. */
    long nextWindow() {
        return nextWindow;
    }

    /** Sees to it that {@code window} fires, unless it is told already. */
    void expect(final long window, final long watermarkNs) {
        final long fireNs = slices.windowLastNs(window);
        if (fireNs > watermarkNs && (!anyWindow || window < nextWindow)) {
            next(window);
        }
    }

    /** Makes {@code window} the next one. */
    void next(final long window) {
        anyWindow = true;
        nextWindow = window;
        nextFireNs = slices.windowLastNs(window);
        beforeNextNs = slices.windowLastNs(window - slices.slideSlices()); // all later times, where numbers end
        dueNs = Math.min(nextFireNs, nextFreeNs);
    }

    /** Expects, instead of what was, the first window at or after {@code window} that holds a live slice. */
    void expectFrom(final long window, final LiveSlices<?> live) {
        clear();
        final long waiting = live.firstLiveOfAll(Math.max(window, live.oldest()));
        if (waiting < live.end()) {
            next(Math.max(window, slices.firstWindowOf(waiting)));
        }
        if (live.any()) {
            expectToFree(live.oldest());
        }
    }

    /** Sees to it that the oldest slice that may be live is freed once it takes no record any more. */
    void expectToFree(final long oldestSlice) {
        if (latenessNs > 0) {
            final long lastNs = slices.windowLastNs(slices.lastWindowOf(oldestSlice));
            nextFreeNs = lastNs > Long.MAX_VALUE - latenessNs ? Long.MAX_VALUE : lastNs + latenessNs;
        }
        dueNs = Math.min(nextFireNs, nextFreeNs);
    }

    /** Expects nothing any more. */
    private void clear() {
        anyWindow = false;
        nextFireNs = Long.MAX_VALUE;
        beforeNextNs = Long.MAX_VALUE;
        nextFreeNs = Long.MAX_VALUE;
        dueNs = Long.MAX_VALUE;
    }

    /** The last time that is closed at this watermark: a window with no later time takes no record any more. */
    long closedNs(final long watermarkNs) {
        if (watermarkNs == Long.MAX_VALUE || watermarkNs == SlotLayout.NO_TIME) {
            return watermarkNs;
        }
        return Math.max(watermarkNs, SlotLayout.NO_TIME + latenessNs) - latenessNs;
    }
}
