// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.chain.Source;
import io.ringbus.codec.AddressCodec;
import io.ringbus.connectors.Journal;
import io.ringbus.ring.Claim;
import io.ringbus.ring.Ingress;
import org.jspecify.annotations.Nullable;

/** An ingress that exists before its pipeline runs: its ring is made at the start. */
public final class IngressHandle<T> implements Ingress<T> {
    private final String name;
    private final AddressCodec<T> codec;
    private final @Nullable Journal journal;
    private final @Nullable Source<T> feeder;
    private volatile @Nullable Ingress<T> ring;

    /** Made by the pipeline; {@code feeder} is a source that is read through the journal. */
    public IngressHandle(
            final String name,
            final AddressCodec<T> codec,
            final @Nullable Journal journal,
            final @Nullable Source<T> feeder) {
        this.name = name;
        this.codec = codec;
        this.journal = journal;
        this.feeder = feeder;
    }

    /** Name, for messages and settings. */
    public String name() {
        return name;
    }

    /** Codec of the records. */
    public AddressCodec<T> codec() {
        return codec;
    }

    /** Where its records are written before they are processed, if anywhere. */
    public @Nullable Journal journal() {
        return journal;
    }

    /** What publishes into it, unless it is the embedder. */
    public @Nullable Source<T> feeder() {
        return feeder;
    }

    /** Called when the pipeline starts. */
    public void bind(final Ingress<T> ring) {
        this.ring = ring;
    }

    private Ingress<T> ring() {
        final Ingress<T> bound = ring;
        if (bound == null) {
            throw new IllegalStateException(
                    "ingress '" + name + "': the pipeline has not been started: call Pipeline.start() first");
        }
        return bound;
    }

    @Override
    public void publish(final T record) {
        ring().publish(record);
    }

    @Override
    public void publish(final T record, final long timestampNs) {
        ring().publish(record, timestampNs);
    }

    @Override
    public boolean tryPublish(final T record) {
        return ring().tryPublish(record);
    }

    @Override
    public boolean tryPublish(final T record, final long timestampNs) {
        return ring().tryPublish(record, timestampNs);
    }

    @Override
    public Claim claim() {
        return ring().claim();
    }

    @Override
    public @Nullable Claim tryClaim() {
        return ring().tryClaim();
    }

    @Override
    public void acknowledge() {
        ring().acknowledge();
    }

    @Override
    public void close() {
        ring().close();
    }
}
