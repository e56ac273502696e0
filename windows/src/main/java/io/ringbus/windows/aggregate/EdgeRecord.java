// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;

/** The first or the last record in event time, whole: a {@link KeptRecord}. Among equal times the order of arrival decides. */
record EdgeRecord<T>(AddressCodec<T> codec, boolean last) implements Aggregate<T, T> {
    @Override
    public int accumulatorBytes() {
        return KeptRecord.bytes(codec);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        if (replaces(timestampNs, accumulator)) {
            KeptRecord.put(codec, record, timestampNs, accumulator);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        if (KeptRecord.isPresent(right) && replaces(KeptRecord.timestampNs(right), left)) {
            KeptRecord.copy(right, left);
        }
    }

    @Override
    public T result(final long accumulator) {
        return KeptRecord.get(codec, accumulator);
    }

    private boolean replaces(final long timestampNs, final long accumulator) {
        if (!KeptRecord.isPresent(accumulator)) {
            return true;
        }
        final long heldNs = KeptRecord.timestampNs(accumulator);
        return last ? timestampNs >= heldNs : timestampNs < heldNs;
    }
}
