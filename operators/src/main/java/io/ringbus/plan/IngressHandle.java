// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.codec.AddressCodec;
import io.ringbus.ring.Claim;
import io.ringbus.ring.Ingress;
import org.jspecify.annotations.Nullable;

/** An ingress that exists before its pipeline runs: its ring is made at the start. */
public final class IngressHandle<T> implements Ingress<T> {
    private final String name;
    private final AddressCodec<T> codec;
    private volatile @Nullable Ingress<T> ring;

    /** Made by the pipeline. */
    public IngressHandle(final String name, final AddressCodec<T> codec) {
        this.name = name;
        this.codec = codec;
    }

    /** Name, for messages and settings. */
    public String name() {
        return name;
    }

    /** Codec of the records. */
    public AddressCodec<T> codec() {
        return codec;
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
    public void close() {
        ring().close();
    }
}
