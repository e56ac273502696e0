// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/**
 * Numbers the records that reach it, 0, 1, 2, .., and hands both to a function. The number is in the checkpoint: a record that
 * comes again after a crash comes with the number it had, so a receiver that remembers the highest number it has seen drops
 * what it knows.
 *
 * <p><b>Threading.</b> As {@link Sink}.
 * <p><b>Ordering.</b> The numbers are those of the order of records, and so as stable as that order: behind one source they
 * always are; where several streams meet, in a merge or in front of a stage with several writers, the order is that of
 * arrival and may differ the second time.
 * <p><b>Failure.</b> A record that the function refuses has not used up its number.
 */
public final class SequencedSink<T> implements Sink<T> {
    /** Takes a record and its number. */
    @FunctionalInterface
    public interface Receiver<T> {
        /** {@code timestampNs} is event time, or NO_TIME. */
        void accept(long sequence, T record, long timestampNs) throws Exception;
    }

    private final Receiver<? super T> receiver;
    private long next;

    private SequencedSink(final Receiver<? super T> receiver) {
        this.receiver = receiver;
    }

    /** Hands records to {@code receiver}. */
    public static <T> SequencedSink<T> of(final Receiver<? super T> receiver) {
        return new SequencedSink<>(receiver);
    }

    @Override
    public void accept(final T record, final long timestampNs) throws Exception {
        receiver.accept(next, record, timestampNs);
        next++;
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(next);
    }

    @Override
    public void restore(final StateReader in) {
        next = in.getLong();
    }
}
