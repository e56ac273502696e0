// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import org.jspecify.annotations.Nullable;

/**
 * Where an embedder's own threads put records into a running pipeline.
 *
 * <p><b>Threading.</b> Any number of threads.
 * <p><b>Ordering.</b> Records of one thread stay in their order; between threads, the order of the claims.
 * <p><b>Durability.</b> None, unless the ingress has a journal. Where that is forced for every record
 * ({@code ringbus.journal.durability=SYNC}), all methods that publish, and {@link Claim#close()}, return when the record would
 * survive a power cut, {@link #tryPublish} too; several threads that publish wait for one force together. Otherwise they
 * return before the journal has seen the record, and {@link #acknowledge} tells when it has.
 * <p><b>Allocation.</b> None per record, after a thread's first claim.
 * <p><b>Failure.</b> A full ring is back-pressure: {@link #tryPublish} answers false, {@link #publish} waits for room at most
 * {@code ringbus.ingress.timeout} and then throws {@link IllegalStateException}; so do all methods once the pipeline has ended
 * or {@link #close()} was called. What was accepted before comes out.
 */
public interface Ingress<T> extends AutoCloseable {
    /** Publishes a record without event time, waiting for room. */
    void publish(T record);

    /** Publishes a record with its event time in nanoseconds since the epoch, waiting for room. */
    void publish(T record, long timestampNs);

    /** Publishes a record without event time if there is room now. */
    boolean tryPublish(T record);

    /** Publishes a record with its event time if there is room now. */
    boolean tryPublish(T record, long timestampNs);

    /** Claims a slot to write into, waiting for room. */
    Claim claim();

    /** Claims a slot to write into if there is room now, else null. */
    @Nullable
    Claim tryClaim();

    /**
     * Waits until the journal has all that was published so far: then the process may be killed. What a power cut may take
     * meanwhile is for {@code ringbus.journal.durability} to say. Costs a round trip to the journal's thread, so call it after
     * many records; a record that another thread has claimed is waited for.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} when the journal has failed, when there is none, or when this thread has a
     * claim open.
     */
    void acknowledge();

    /** Ends this stream: what was accepted is processed, then the pipeline sees the end. A second call does nothing. */
    @Override
    void close();
}
