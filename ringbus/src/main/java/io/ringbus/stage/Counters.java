// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * What a pipeline counts while it runs: records in and out, late, skipped, batches, flushes, per stage, ring and source.
 *
 * <p><b>Threading.</b> Each counter is written by one stage; {@link #forEach} and {@link #value} from any thread, at any time.
 * <p><b>Allocation.</b> None to count.
 */
public final class Counters {
    private static final int PAGE_COUNTERS = 256;

    private final Map<String, LongSupplier> gauges = new LinkedHashMap<>();
    private final List<CountersManager> pages = new ArrayList<>();
    private int pageFree;

    /** Takes one counter. */
    @FunctionalInterface
    public interface Visitor {
        /** Called with a counter's label and its value at this moment. */
        void onCounter(String label, long value);
    }

    private static UnsafeBuffer buffer(final int bytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, BitUtil.CACHE_LINE_LENGTH));
    }

    /** Makes a counter called {@code label}. Before start. */
    public AtomicCounter allocate(final String label) {
        if (pageFree == 0) {
            pages.add(new CountersManager(
                    buffer(PAGE_COUNTERS * CountersReader.METADATA_LENGTH),
                    buffer(PAGE_COUNTERS * CountersReader.COUNTER_LENGTH)));
            pageFree = PAGE_COUNTERS;
        }
        pageFree--;
        return pages.get(pages.size() - 1).newCounter(label);
    }

    /** Adds a figure that is looked up when it is read, such as a ring's occupancy. Before start. */
    public void gauge(final String label, final LongSupplier reading) {
        gauges.put(label, reading);
    }

    /** Hands over every counter in the order in which they were made, then every gauge. */
    public void forEach(final Visitor visitor) {
        for (final CountersManager page : pages) {
            page.forEach((value, counterId, label) -> visitor.onCounter(label, value));
        }
        gauges.forEach((label, reading) -> visitor.onCounter(label, reading.getAsLong()));
    }

    /** Value of the counter with this label, 0 when there is none. */
    public long value(final String label) {
        final long[] found = new long[1];
        forEach((name, value) -> found[0] += name.equals(label) ? value : 0);
        return found[0];
    }
}
