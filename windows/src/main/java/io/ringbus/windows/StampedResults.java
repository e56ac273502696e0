// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Discard;
import io.ringbus.chain.Output;

/** Emits what a user's window function emits, with the timestamp of the window's results. */
final class StampedResults<O> implements Results<O> {
    private Output<O> output = new Discard<>();
    private long timestampNs;

    StampedResults<O> at(final long newTimestampNs, final Output<O> newOutput) {
        timestampNs = newTimestampNs;
        output = newOutput;
        return this;
    }

    @Override
    public void emit(final O record) {
        output.emit(record, timestampNs);
    }
}
