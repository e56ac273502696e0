// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.ArrayList;
import java.util.List;

/** The numbers of all events of a window, a bit each, so that one too many, too few or twice shows by its number. */
record EventIds(int eventsMax) implements Aggregate<Script.Event, List<Integer>> {
    @Override
    public int accumulatorBytes() {
        return (eventsMax + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    }

    @Override
    public void add(final Script.Event event, final long timestampNs, final long accumulator) {
        if (event.id() >= eventsMax) {
            throw new IllegalArgumentException("event ids: id=" + event.id() + " >= " + eventsMax);
        }
        unite(accumulator + wordOffset(event.id()), 1L << event.id());
    }

    @Override
    public void merge(final long left, final long right) {
        for (int offset = 0; offset < accumulatorBytes(); offset += Long.BYTES) {
            unite(left + offset, Memory.getLong(right + offset));
        }
    }

    @Override
    public List<Integer> result(final long accumulator) {
        final List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < eventsMax; id++) {
            if ((Memory.getLong(accumulator + wordOffset(id)) >>> id & 1) != 0) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static int wordOffset(final int id) {
        return id / Long.SIZE * Long.BYTES;
    }

    private static void unite(final long word, final long bits) {
        final long before = Memory.getLong(word);
        if ((before & bits) != 0) {
            throw new IllegalStateException("event ids: an event is in a window twice");
        }
        Memory.putLong(word, before | bits);
    }
}
