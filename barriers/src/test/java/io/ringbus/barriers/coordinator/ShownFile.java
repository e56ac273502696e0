// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Sink;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** A file in miniature: what is written survives the process, and a length says how much of it may be seen. */
final class ShownFile {
    private final List<Tick> written = new ArrayList<>();
    private int shownCount;

    List<Tick> shown() {
        return written.subList(0, shownCount);
    }

    /** The sink of one process. */
    Sink<Tick> sink() {
        return new Sink<>() {
            private int saved;

            @Override
            public void open() {
                assertTrue(saved >= shownCount, "restored=" + saved + " < shown=" + shownCount);
                assertTrue(saved <= written.size(), "restored=" + saved + " > written=" + written.size());
                written.subList(saved, written.size()).clear();
                shownCount = saved;
            }

            @Override
            public void accept(final Tick tick, final long timestampNs) {
                written.add(tick);
            }

            @Override
            public void save(final StateWriter out) {
                saved = written.size();
                out.putInt(saved);
            }

            @Override
            public void restore(final StateReader in) {
                saved = in.getInt();
            }

            @Override
            public void commit(final long checkpointId) {
                shownCount = saved;
            }
        };
    }
}
