// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.function.KeySelector;
import java.util.ArrayList;
import java.util.List;

/** Does the same with each group of a window, in the order in which the groups appear in it. */
record GroupBody<K, G, T, O>(KeySelector<T, G> key, WindowBody<G, T, O> inside, GroupIndex<G> groups)
        implements WindowBody<K, T, O> {
    @Override
    public void tell(final K any, final Window<T> window, final long timestampNs, final Output<O> output)
            throws Exception {
        groups.clear();
        final List<PartOfWindow<T>> parts = new ArrayList<>();
        for (long index = 0; index < window.size(); index++) {
            final int number = groups.numberOf(key.keyOf(window.record(index)));
            if (number == parts.size()) {
                parts.add(new PartOfWindow<>(window).begin(window.startNs(), window.endNs(), window.isEarly()));
            }
            parts.get(number).add(index);
        }
        for (int number = 0; number < parts.size(); number++) {
            inside.tell(groups.group(number), parts.get(number), timestampNs, output);
        }
    }

    @Override
    public void close() {
        inside.close();
    }
}
