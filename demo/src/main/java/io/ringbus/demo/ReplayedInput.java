// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Output;
import io.ringbus.chain.RecordsOnly;
import io.ringbus.chain.Source;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import org.jspecify.annotations.Nullable;

/** An input of a {@link Replay}: reads one record ahead and sends it when it is its turn. */
final class ReplayedInput implements Source<Tick>, RecordsOnly<Tick> {
    private final Replay replay;
    private final int index;
    private final MarketData.Input input;
    private @Nullable Tick ahead;
    private long sent;

    ReplayedInput(final Replay replay, final int index, final MarketData.Input input) {
        this.replay = replay;
        this.index = index;
        this.input = input;
    }

    String name() {
        return input.name();
    }

    /** Records sent. */
    long sent() {
        return sent;
    }

    @Override
    public boolean replays() {
        return input.source().replays();
    }

    /** The record that was read ahead is not behind its source's place any more: it is kept itself. */
    @Override
    public void save(final StateWriter out) throws Exception {
        input.source().save(out);
        final Tick tick = ahead;
        out.putBoolean(tick != null);
        if (tick != null) {
            out.putString(tick.symbol());
            out.putLong(Double.doubleToLongBits(tick.price()));
            out.putLong(Double.doubleToLongBits(tick.size()));
            out.putLong(Double.doubleToLongBits(tick.bid()));
            out.putLong(Double.doubleToLongBits(tick.ask()));
            out.putLong(tick.timeNs());
        }
    }

    @Override
    public void restore(final StateReader in) throws Exception {
        input.source().restore(in);
        if (in.getBoolean()) {
            final String symbol = in.getString();
            final double price = Double.longBitsToDouble(in.getLong());
            final double size = Double.longBitsToDouble(in.getLong());
            final double bid = Double.longBitsToDouble(in.getLong());
            final double ask = Double.longBitsToDouble(in.getLong());
            final Tick tick = new Tick(symbol, price, size, bid, ask, in.getLong(), 0);
            ahead = tick;
            replay.next(index, tick.timeNs());
        }
    }

    @Override
    public void open() throws Exception {
        input.source().open();
    }

    @Override
    public Poll poll(final Output<Tick> output) throws Exception {
        if (ahead == null) {
            final Poll poll = input.source().poll(this);
            if (poll == Poll.EXHAUSTED) {
                replay.next(index, Long.MAX_VALUE);
            }
            if (ahead == null) {
                return poll;
            }
        }
        final Tick tick = ahead;
        final long stampNs = replay.take(index);
        if (stampNs == Replay.NOT_DUE) {
            return Poll.NOTHING_YET;
        }
        ahead = null;
        sent++;
        output.emit(tick.sentAt(stampNs), tick.timeNs());
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return input.source().position();
    }

    @Override
    public void close() throws Exception {
        input.source().close();
    }

    /** Takes what the input's own source emits. */
    @Override
    public void emit(final Tick tick, final long timestampNs) {
        ahead = tick;
        replay.next(index, tick.timeNs());
    }

    @Override
    public boolean isFull() {
        return ahead != null;
    }
}
