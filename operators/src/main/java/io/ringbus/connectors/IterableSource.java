// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a collection from its first element to its last.
 *
 * <p><b>Threading.</b> As {@link Source}; the collection must not change while it is read.
 * <p><b>Allocation.</b> None per record beyond what the collection's iterator allocates.
 * <p><b>Failure.</b> A null element and an iterator that throws are errors that name the index.
 */
public final class IterableSource<T> implements Source<T> {
    private final String name;
    private final Iterable<? extends T> records;
    private final @Nullable TimestampFunction<? super T> timestamps;

    private @Nullable Iterator<? extends T> iterator;
    private long restored;
    private long index = -1;

    private IterableSource(
            final String name,
            final Iterable<? extends T> records,
            final @Nullable TimestampFunction<? super T> timestamps) {
        this.name = name;
        this.records = records;
        this.timestamps = timestamps;
    }

    /** Records without event time. */
    public static <T> IterableSource<T> of(final Iterable<? extends T> records) {
        return new IterableSource<>("iterable", records, null);
    }

    /** The same, with event time from {@code timestamps}. */
    public IterableSource<T> timestamps(final TimestampFunction<? super T> timestamps) {
        return new IterableSource<>(name, records, timestamps);
    }

    /** The same, called {@code name} in messages. */
    public IterableSource<T> named(final String name) {
        return new IterableSource<>(name, records, timestamps);
    }

    @Override
    public void open() {
        final Iterator<? extends T> elements = records.iterator();
        for (index = -1; index < restored - 1; index++) {
            if (!elements.hasNext()) {
                throw new IllegalStateException(name + ": elements=" + (index + 1) + " < " + restored
                        + ", where the checkpoint goes on: give it the same elements again");
            }
            elements.next();
        }
        iterator = elements;
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(index + 1);
    }

    @Override
    public void restore(final StateReader in) {
        restored = in.getLong();
    }

    @Override
    public Poll poll(final Output<T> output) {
        final Iterator<? extends T> elements = iterator;
        if (elements == null) {
            throw new IllegalStateException(name + ": polled before open()");
        }
        if (!elements.hasNext()) {
            return Poll.EXHAUSTED;
        }
        index++;
        final T record = elements.next();
        if (record == null) {
            throw new IllegalArgumentException(
                    position() + ": record=null, but a record is never null: filter nulls out");
        }
        output.emit(record, timestamps == null ? SlotLayout.NO_TIME : timestamps.timestampNs(record));
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return index < 0 ? name : name + "[" + index + "]";
    }
}
