// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** An accumulator of records that were cut into parts at random places, and merged, neighbour by neighbour, in random order. */
final class Summarised<T, R> implements AutoCloseable {
    private final Aggregate<T, R> aggregate;
    private final Slab slab;
    private final long whole;

    Summarised(final Aggregate<T, R> aggregate, final List<T> records, final int parts, final Random random) {
        this.aggregate = aggregate;
        this.slab = new Slab((long) aggregate.accumulatorBytes() * parts, Long.BYTES);
        final int[] cuts = new int[parts + 1];
        for (int part = 1; part < parts; part++) {
            cuts[part] = random.nextInt(records.size() + 1);
        }
        cuts[parts] = records.size();
        Arrays.sort(cuts);
        final List<Long> summaries = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            final long summary = slab.address() + (long) part * aggregate.accumulatorBytes();
            for (int index = cuts[part]; index < cuts[part + 1]; index++) {
                aggregate.add(records.get(index), index, summary);
            }
            summaries.add(summary);
        }
        while (summaries.size() > 1) {
            final int left = random.nextInt(summaries.size() - 1);
            aggregate.merge(summaries.get(left), summaries.remove(left + 1));
        }
        this.whole = summaries.get(0);
    }

    R result() {
        return aggregate.result(whole);
    }

    byte[] bytes() {
        final byte[] bytes = new byte[aggregate.accumulatorBytes()];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = Memory.getByte(whole + index);
        }
        return bytes;
    }

    @Override
    public void close() {
        slab.close();
    }
}
