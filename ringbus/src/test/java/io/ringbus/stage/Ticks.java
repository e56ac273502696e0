// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.ring.Tick;
import java.util.concurrent.CountDownLatch;

/** Emits ticks with ids counting up from 0; id and event time are the same. */
public final class Ticks implements Source<Tick> {
    private final long count;
    private final long stepNs;
    private final CountDownLatch polledOften = new CountDownLatch(1);
    private long next;
    private volatile int opened;
    private volatile int closed;

    /** {@code count} ticks, each {@code stepNs} later than the one before. */
    public Ticks(final long count, final long stepNs) {
        this.count = count;
        this.stepNs = stepNs;
    }

    @Override
    public void open() {
        opened++;
    }

    @Override
    public Poll poll(final Output<Tick> output) {
        if (next == count) {
            polledOften.countDown();
            return Poll.EXHAUSTED;
        }
        final long id = next++;
        if (id == 5_000) {
            polledOften.countDown();
        }
        output.emit(new Tick(id, id % 7), id * stepNs);
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return "tick " + (next - 1);
    }

    @Override
    public void close() {
        closed++;
    }

    long emitted() {
        return next;
    }

    int opened() {
        return opened;
    }

    int closed() {
        return closed;
    }

    /** Waits until the source has been under way for some time. */
    void awaitLoad() throws InterruptedException {
        polledOften.await();
    }
}
