// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/** The last link of a chain: hands records to a sink, under its error rule. A template. */
final class SinkLink<T> implements RecordsOnly<T>, Resumable {
    private final Sink<T> sink;
    private final ErrorRule errors;
    private final boolean
            keepsRecords; // a field: a call in a handler that never ran is not inlined, and the record escapes
    private final Flow flow;
    private boolean opened;

    SinkLink(final Sink<T> sink, final ErrorRule errors, final Flow flow) {
        this.sink = sink;
        this.errors = errors;
        this.keepsRecords = errors.wantsRecord();
        this.flow = flow;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        // A handler that names the record keeps it alive, and a box on the heap.
        final T kept = keepsRecords ? record : null;
        try {
            sink.accept(record, timestampNs);
        } catch (final Throwable cause) {
            failed(kept, timestampNs, cause);
        }
    }

    private void failed(final @Nullable T record, final long timestampNs, final Throwable first) {
        Throwable cause = first;
        for (int attempt = 0; record != null && attempt < errors.retries() && cause instanceof Exception; attempt++) {
            try {
                sink.accept(record, timestampNs);
                return;
            } catch (final Throwable again) {
                cause = again;
            }
        }
        errors.giveUp(record, timestampNs, cause, flow);
    }

    @Override
    public void emitEnd() {
        flush();
    }

    @Override
    public boolean isFull() {
        return flow.isFull();
    }

    @Override
    public boolean resume() {
        return true;
    }

    @Override
    public void open() throws Exception {
        opened = true;
        try {
            sink.open();
        } catch (final Throwable cause) {
            throw errors.failure(cause, flow);
        }
    }

    @Override
    public void flush() {
        try {
            sink.flush();
        } catch (final Throwable cause) {
            throw errors.failure(cause, flow);
        }
    }

    @Override
    public void close() throws Exception {
        if (opened) {
            sink.close();
        }
    }
}
