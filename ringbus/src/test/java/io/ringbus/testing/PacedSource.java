// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A source that gives known records, one a poll, when its pace lets it, and goes on where a checkpoint was taken.
 *
 * <p><b>Threading.</b> As {@link Source}.
 */
public final class PacedSource<T> implements Source<T> {
    private final int count;
    private final IntFunction<? extends T> records;
    private final IntFunction<Poll> pace;
    private int next;

    /** {@code pace} answers {@link Poll#EMITTED} for the number of a record that may come now, else what the poll answers. */
    public PacedSource(final int count, final IntFunction<? extends T> records, final IntFunction<Poll> pace) {
        this.count = count;
        this.records = records;
        this.pace = pace;
    }

    /** Gives {@code records}. */
    public static <T> PacedSource<T> of(final List<? extends T> records, final IntFunction<Poll> pace) {
        return new PacedSource<>(records.size(), records::get, pace);
    }

    /** Has nothing yet once in so many polls. */
    public static IntFunction<Poll> pausing(final Random random, final int polls) {
        return number -> random.nextInt(polls) == 0 ? Poll.NOTHING_YET : Poll.EMITTED;
    }

    @Override
    public Poll poll(final Output<T> output) {
        final Poll now = pace.apply(next);
        if (now != Poll.EMITTED) {
            return now;
        }
        if (next == count) {
            return Poll.EXHAUSTED;
        }
        output.emit(records.apply(next++), SlotLayout.NO_TIME);
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return "record " + next;
    }

    @Override
    public void save(final StateWriter out) {
        out.putInt(next);
    }

    @Override
    public void restore(final StateReader in) {
        next = in.getInt();
    }
}
