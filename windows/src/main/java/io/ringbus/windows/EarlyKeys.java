// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keys that had a record since their windows last told what they hold, and when they tell it again by the clock.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When there are more keys than ever before.
 */
final class EarlyKeys {
    private final ClockTrigger trigger;
    private ActiveKeys keys = new ActiveKeys();

    /** A bit for each ordinal that is among the keys. */
    private long[] noted = new long[16];

    private EarlyKeys(final ClockTrigger trigger) {
        this.trigger = trigger;
    }

    /** Null when nothing is told by the clock. */
    static @Nullable EarlyKeys of(final @Nullable Early early) {
        return early == null || early.everyNs() == 0
                ? null
                : new EarlyKeys(new ClockTrigger(early.clock(), List.of(early.everyNs())));
    }

    /** A record of this key came. */
    void note(final int ordinal) {
        final int word = ordinal / Long.SIZE;
        if (word >= noted.length) {
            noted = Arrays.copyOf(noted, 2 * word);
        }
        if ((noted[word] & 1L << ordinal) == 0) {
            noted[word] |= 1L << ordinal;
            keys.add(ordinal);
            trigger.set();
        }
    }

    boolean hasNext() {
        return keys.hasNext();
    }

    /** The next key that tells. */
    int next() {
        final int ordinal = keys.next();
        noted[ordinal / Long.SIZE] &= ~(1L << ordinal);
        return ordinal;
    }

    /** All have told. */
    void end() {
        keys.endSweep();
        trigger.reset();
    }

    long timerNs() {
        return trigger.timerNs();
    }

    /** Keys have other ordinals now, -1 for those that hold nothing any more. */
    void renumber(final int[] ordinals) {
        final ActiveKeys before = keys;
        final long nextNs = trigger.timerNs();
        keys = new ActiveKeys();
        noted = new long[noted.length];
        while (before.hasNext()) {
            final int ordinal = ordinals[before.next()];
            if (ordinal >= 0) {
                note(ordinal);
            }
        }
        if (nextNs == Operator.NO_TIMER) {
            trigger.reset();
        }
    }

    void save(final StateWriter out) {
        trigger.save(out);
        out.putInt(keys.remaining());
        for (int ahead = 0; ahead < keys.remaining(); ahead++) {
            out.putInt(keys.peek(ahead));
        }
    }

    /** What {@link #save} wrote, of the keys to which {@code ordinals} gives one for the saved one; -1 for none. */
    void restore(final StateReader in, final IntUnaryOperator ordinals) {
        trigger.restore(in);
        for (int remaining = in.getInt(); remaining > 0; remaining--) {
            final int ordinal = ordinals.applyAsInt(in.getInt());
            if (ordinal >= 0) {
                note(ordinal);
            }
        }
    }
}
