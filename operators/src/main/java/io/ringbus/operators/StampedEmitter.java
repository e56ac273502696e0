// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Discard;
import io.ringbus.chain.Output;
import io.ringbus.function.Emitter;

/** Emits what a user's function emits, with the timestamp of the record that the function is looking at. */
final class StampedEmitter<R> implements Emitter<R> {
    private Output<R> output = new Discard<>();
    private long timestampNs;

    StampedEmitter<R> at(final long timestampNs, final Output<R> output) {
        this.timestampNs = timestampNs;
        this.output = output;
        return this;
    }

    @Override
    public void emit(final R record) {
        output.emit(record, timestampNs);
    }
}
