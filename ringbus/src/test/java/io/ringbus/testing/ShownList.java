// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.chain.Sink;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.List;

/**
 * A sink whose list outlives the pipeline: begun again, it is as long as the checkpoint says.
 *
 * <p><b>Threading.</b> As {@link Sink}; the list is the test's.
 *
 * @param <T> record
 * @param <S> what is kept of it
 */
public final class ShownList<T, S> implements Sink<T> {
    private final List<S> list;
    private final Form<T, S> form;
    private int restored;

    /** What is kept of a record. */
    @FunctionalInterface
    public interface Form<T, S> {
        /** Answers that. */
        S of(T record, long timestampNs);
    }

    /** Adds to {@code list} what {@code form} makes of each record. */
    public ShownList(final List<S> list, final Form<T, S> form) {
        this.list = list;
        this.form = form;
    }

    /** Adds the records to {@code list}. */
    public static <S, T extends S> ShownList<T, S> in(final List<S> list) {
        return new ShownList<>(list, (record, timestampNs) -> record);
    }

    @Override
    public void open() {
        list.subList(restored, list.size()).clear();
    }

    @Override
    public void accept(final T record, final long timestampNs) {
        list.add(form.of(record, timestampNs));
    }

    @Override
    public void save(final StateWriter out) {
        out.putInt(list.size());
    }

    @Override
    public void restore(final StateReader in) {
        restored = in.getInt();
    }
}
