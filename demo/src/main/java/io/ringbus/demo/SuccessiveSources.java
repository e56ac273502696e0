// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import java.util.List;

/** Several sources one after the other; each is opened when the one before it has ended. */
final class SuccessiveSources<T> implements Source<T> {
    private final List<Source<T>> sources;
    private int current;

    SuccessiveSources(final List<Source<T>> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public void open() throws Exception {
        current = 0;
        sources.get(0).open();
    }

    @Override
    public Poll poll(final Output<T> output) throws Exception {
        final Poll poll = sources.get(current).poll(output);
        if (poll != Poll.EXHAUSTED || current + 1 == sources.size()) {
            return poll;
        }
        sources.get(current).close();
        current++;
        sources.get(current).open();
        return sources.get(current).poll(output);
    }

    @Override
    public String position() {
        return sources.get(current).position();
    }

    @Override
    public void close() throws Exception {
        sources.get(current).close();
    }
}
