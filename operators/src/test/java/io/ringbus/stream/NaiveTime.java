// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Several inputs with watermarks of their own, merged, and a window behind them that counts per key: in the words of the
 * rules, without a thought for cost. Everything happens in the order of the calls.
 */
final class NaiveTime {
    private enum Mode {
        ACTIVE,
        BEHIND,
        IDLE,
        COMPLETE
    }

    private final long[] disorderNs;
    private final long[] watermarksNs;
    private final Mode[] modes;
    private final long sizeNs;
    private final long slideNs;
    private final Map<String, Long> open = new TreeMap<>();
    private final List<String> results = new ArrayList<>();
    private long promisedNs = Long.MIN_VALUE;
    private long lateCount;

    NaiveTime(final long[] disorderNs, final long sizeNs, final long slideNs) {
        this.disorderNs = disorderNs;
        this.watermarksNs = new long[disorderNs.length];
        this.modes = new Mode[disorderNs.length];
        java.util.Arrays.fill(watermarksNs, Long.MIN_VALUE);
        java.util.Arrays.fill(modes, Mode.ACTIVE);
        this.sizeNs = sizeNs;
        this.slideNs = slideNs;
    }

    /** A record comes by an input; {@code kept} false when a filter drops it before the merge. */
    void record(final int input, final Tick tick, final boolean kept) {
        watermarksNs[input] = Math.max(watermarksNs[input], tick.timeNs() - disorderNs[input] - 1);
        modes[input] = watermarksNs[input] >= promisedNs ? Mode.ACTIVE : Mode.BEHIND;
        promise();
        if (kept) {
            count(tick);
        }
    }

    void idle(final int input) {
        if (modes[input] != Mode.COMPLETE) {
            modes[input] = Mode.IDLE;
            promise();
        }
    }

    void end(final int input) {
        modes[input] = Mode.COMPLETE;
        promise();
    }

    boolean hasEnded(final int input) {
        return modes[input] == Mode.COMPLETE;
    }

    private boolean any(final Mode mode) {
        return List.of(modes).contains(mode);
    }

    private boolean isIdle() {
        return !any(Mode.ACTIVE) && !any(Mode.BEHIND) && any(Mode.IDLE);
    }

    private void promise() {
        long lowestNs = Long.MAX_VALUE;
        long highestNs = Long.MIN_VALUE;
        for (int i = 0; i < modes.length; i++) {
            lowestNs = modes[i] == Mode.ACTIVE ? Math.min(lowestNs, watermarksNs[i]) : lowestNs;
            highestNs = Math.max(highestNs, watermarksNs[i]);
        }
        if (any(Mode.ACTIVE)) {
            promisedNs = Math.max(promisedNs, lowestNs);
        } else if (isIdle()) {
            promisedNs = Math.max(promisedNs, highestNs);
        } else if (!any(Mode.BEHIND)) {
            promisedNs = Long.MAX_VALUE;
        }
        fire();
    }

    private void count(final Tick tick) {
        boolean entered = false;
        for (long start = Math.floorDiv(tick.timeNs(), slideNs) * slideNs;
                start > tick.timeNs() - sizeNs;
                start -= slideNs) {
            if (start + sizeNs - 1 > promisedNs) {
                entered = true;
                open.merge(tick.id() + " " + start, 1L, Long::sum);
            }
        }
        lateCount += entered ? 0 : 1;
    }

    private void fire() {
        final Map<String, Long> left = new TreeMap<>();
        open.forEach((window, count) -> {
            final long start = Long.parseLong(window.substring(window.indexOf(' ') + 1));
            if (start + sizeNs - 1 <= promisedNs) {
                results.add(window + " " + count);
            } else {
                left.put(window, count);
            }
        });
        open.clear();
        open.putAll(left);
    }

    /** Windows told so far, in any order. */
    List<String> results() {
        return results;
    }

    /** Records so far that were too late for all their windows. */
    long lateCount() {
        return lateCount;
    }
}
