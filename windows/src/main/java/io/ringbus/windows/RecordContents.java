// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.windows.policy.Kept;

/** All records of a window, to be handed to a {@link WindowBody} when it is told. */
record RecordContents<K, T, O>(RecordBuffer<T> buffer, WindowBody<K, T, O> body) implements WindowContents<K, T, O> {
    @Override
    public int bytes() {
        return RecordBuffer.BYTES;
    }

    @Override
    public int schemaId() {
        return buffer.codec().schemaId();
    }

    @Override
    public Kept<T> kept(final long at) {
        return buffer.of(at);
    }

    @Override
    public void add(final T record, final long timestampNs, final long arrivalNs, final long at, final long leaving) {
        buffer.append(record, timestampNs, arrivalNs, at, leaving);
        buffer.drop(at, leaving);
    }

    @Override
    public void drop(final long at, final long leaving) {
        buffer.drop(at, leaving);
    }

    @Override
    public void beforeAdd(final long at) {}

    @Override
    public void undoAdd(final long at, final long left) {
        buffer.undoAppend(at, left);
    }

    @Override
    public void write(final long at, final StateWriter out) {
        buffer.write(at, out);
    }

    @Override
    public void read(final StateReader in, final long at) {
        buffer.read(in, at);
    }

    @Override
    public long size(final long at) {
        return buffer.size(at);
    }

    @Override
    public void tell(final K key, final long at, final long timestampNs, final Output<O> output) throws Exception {
        body.tell(key, buffer.of(at), timestampNs, output);
    }

    @Override
    public void answer(final K key, final long at, final long leaving, final long timestampNs, final Output<O> output)
            throws Exception {
        final PartOfWindow<T> left = new PartOfWindow<>(buffer.of(at));
        left.begin(buffer.timestampNs(at, leaving), buffer.endNs(at), true);
        for (long index = leaving; index < buffer.size(at); index++) {
            left.add(index);
        }
        body.tell(key, left, timestampNs, output);
    }

    @Override
    public void clear(final long at) {
        buffer.clear(at);
    }

    @Override
    public void close() {
        buffer.close();
        body.close();
    }
}
