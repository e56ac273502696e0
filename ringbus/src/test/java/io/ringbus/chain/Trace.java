// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.util.ArrayList;
import java.util.List;

/** Writes down what comes to the end of a chain: {@code record@time}, {@code W time}, {@code idle}, {@code end}. */
class Trace<T> implements Output<T> {
    final List<String> lines;
    private final String prefix;

    Trace() {
        this("", new ArrayList<>());
    }

    Trace(final String prefix, final List<String> lines) {
        this.prefix = prefix;
        this.lines = lines;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        lines.add(prefix + record + "@" + timestampNs);
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        lines.add(prefix + "W " + watermarkNs);
    }

    @Override
    public void emitIdle() {
        lines.add(prefix + "idle");
    }

    @Override
    public void emitActive() {
        lines.add(prefix + "active");
    }

    @Override
    public void emitEnd() {
        lines.add(prefix + "end");
    }

    @Override
    public boolean isFull() {
        return false;
    }
}
