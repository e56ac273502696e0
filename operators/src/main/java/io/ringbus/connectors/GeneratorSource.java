// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.environment.Clock;
import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from their index: a bounded number or endless, as fast as they are taken or at a steady rate.
 *
 * <p>With a rate, the schedule is open-loop: record {@code i} is due {@code i / rate} seconds after the first poll,
 * whatever became of the ones before it. A pipeline that falls behind gets what it missed in a burst, so that delays
 * are not hidden.
 *
 * <p><b>Threading.</b> As {@link Source}; {@code perSecond} reads the machine's clock unless given another.
 * <p><b>Allocation.</b> None beyond what the function allocates.
 * <p><b>Progress.</b> Never sleeps: a record that is not due yet is {@link io.ringbus.chain.Source.Poll#NOTHING_YET}.
 * <p><b>Failure.</b> When the function throws, the next poll continues with the next index.
 */
public final class GeneratorSource<T> implements Source<T> {
    private static final double NS_PER_SECOND = 1e9;

    private final Settings<T> settings;

    private long first;
    private long next;
    private long startNs;
    private long elapsedNs;
    private boolean started;

    private record Settings<T>(
            String name,
            LongFunction<? extends T> function,
            long count,
            double nsPerRecord,
            Clock clock,
            @Nullable TimestampFunction<? super T> timestamps) {}

    private GeneratorSource(final Settings<T> settings) {
        this.settings = settings;
    }

    /** Endless and flat out: {@code function} is called with 0, 1, 2, … */
    public static <T> GeneratorSource<T> of(final LongFunction<? extends T> function) {
        return new GeneratorSource<>(new Settings<>("generator", function, Long.MAX_VALUE, 0, Clock.SYSTEM, null));
    }

    /** The same, ending after {@code count} records. */
    public GeneratorSource<T> count(final long count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    settings.name + ": count=" + count + " < 0: give 0 or more, or leave it endless");
        }
        return new GeneratorSource<>(new Settings<>(
                settings.name, settings.function, count, settings.nsPerRecord, settings.clock, settings.timestamps));
    }

    /** The same, at a steady rate. */
    public GeneratorSource<T> perSecond(final double rate) {
        return perSecond(rate, settings.clock);
    }

    /** The same, at a steady rate by the given clock. */
    public GeneratorSource<T> perSecond(final double rate, final Clock clock) {
        if (!(rate > 0) || rate > NS_PER_SECOND) {
            throw new IllegalArgumentException(settings.name + ": rate=" + rate
                    + " is outside (0, 1.0E9] per second: leave it out to run flat out");
        }
        return new GeneratorSource<>(new Settings<>(
                settings.name, settings.function, settings.count, NS_PER_SECOND / rate, clock, settings.timestamps));
    }

    /** The same, with event time from {@code timestamps}. */
    public GeneratorSource<T> timestamps(final TimestampFunction<? super T> timestamps) {
        return new GeneratorSource<>(new Settings<>(
                settings.name, settings.function, settings.count, settings.nsPerRecord, settings.clock, timestamps));
    }

    /** The same, called {@code name} in messages. */
    public GeneratorSource<T> named(final String name) {
        return new GeneratorSource<>(new Settings<>(
                name, settings.function, settings.count, settings.nsPerRecord, settings.clock, settings.timestamps));
    }

    @Override
    public void open() {
        next = first;
        started = false;
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(next);
    }

    @Override
    public void restore(final StateReader in) {
        first = in.getLong();
    }

    @Override
    public Poll poll(final Output<T> output) {
        if (next >= settings.count) {
            return Poll.EXHAUSTED;
        }
        if (settings.nsPerRecord > 0 && !isDue()) {
            return Poll.NOTHING_YET;
        }
        final T record = settings.function.apply(next++);
        if (record == null) {
            throw new IllegalArgumentException(position() + ": record=null, but a record is never null: return one");
        }
        final TimestampFunction<? super T> timestamps = settings.timestamps;
        output.emit(record, timestamps == null ? SlotLayout.NO_TIME : timestamps.timestampNs(record));
        return Poll.EMITTED;
    }

    /** Reads the clock only when the schedule has been caught up with. */
    private boolean isDue() {
        if (!started) {
            started = true;
            startNs = settings.clock.nanoTime();
            elapsedNs = 0;
        }
        final long dueNs = (long) ((next - first) * settings.nsPerRecord);
        if (dueNs > elapsedNs) {
            elapsedNs = settings.clock.nanoTime() - startNs;
        }
        return dueNs <= elapsedNs;
    }

    @Override
    public String position() {
        return next == 0 ? settings.name : settings.name + "[" + (next - 1) + "]";
    }
}
