// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;

/** Makes the ticks of a round, a second later in every round. Stage thread, which is also the harness's. */
final class TickSource implements Source<TickJob.Tick> {
    private int next = TickJob.TICKS;
    private long shiftNs = -TickJob.WINDOW_NS;
    private long allowed;

    void allow() {
        allowed++;
    }

    boolean isPlayed() {
        return next == TickJob.TICKS && allowed == 0;
    }

    @Override
    public Poll poll(final Output<TickJob.Tick> output) {
        final int number = next;
        if (number == TickJob.TICKS) {
            return rewind();
        }
        next = number + 1;
        final long hash = TickJob.hash(number);
        final long timeNs = shiftNs + number * TickJob.NS_PER_TICK;
        output.emit(
                new TickJob.Tick(timeNs, TickJob.symbolOf(hash), TickJob.priceOf(hash), TickJob.sizeOf(hash)),
                SlotLayout.NO_TIME);
        return Poll.EMITTED;
    }

    private Poll rewind() {
        if (allowed == 0) {
            return Poll.NOTHING_YET;
        }
        allowed--;
        next = 0;
        shiftNs += TickJob.WINDOW_NS;
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return "tick " + next;
    }
}
