// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;

/**
 * The job as one loop that asks of each tick what an engine must ask: whether its window is told already, whether it ends
 * one, which row the symbol has, if any, and whether the row had a tick in this window. Symbols may be any numbers from 0 to
 * 65,535. Where {@link FlatTable} shows what the job costs at least, this shows what an engine without any overhead would cost.
 *
 * <p>It is laid out for the compiler: all fields in one object, and what is rare leaves the loop, so that nothing is called
 * in it.
 */
public final class CheckedLoop implements Contender {
    private static final int ROW_BYTES = 64;
    private static final int MARK_OFFSET = 0;
    private static final int SUMMARY_OFFSET = 8;
    private static final int ROWS = 1 << 16;
    private static final int SYMBOLS_MIN = 64;

    private final Slab rows = new Slab((long) ROWS * ROW_BYTES, ROW_BYTES);
    private final long[] active = new long[ROWS];
    private final int[] symbols = new int[ROWS];
    private Slab located = new Slab((long) SYMBOLS_MIN * Long.BYTES, Long.BYTES);
    private long locatedAddress = located.address();
    private long foreignBits = -SYMBOLS_MIN;
    private int rowsMade;
    private int activeRows;

    private int next = TickJob.TICKS;
    private long shiftNs = -TickJob.WINDOW_NS;
    private long latestNs = Long.MIN_VALUE;
    private long windowStartNs = Long.MAX_VALUE;
    private long windowEndNs = Long.MIN_VALUE;
    private long late;
    private long checksum;

    /** The tick that left the loop. */
    private long rareNs;

    private int rareSymbol;
    private long rareAmount;

    @Override
    public long eventsPerRound() {
        return TickJob.TICKS;
    }

    @Override
    public long round() {
        checksum = 0;
        shiftNs += TickJob.WINDOW_NS;
        next = 0;
        while (next < TickJob.TICKS) {
            if (isStoppedByRare()) {
                addRare();
            }
        }
        return checksum + late;
    }

    /** Adds ticks until one needs more than its row; answers whether there was one. */
    private boolean isStoppedByRare() {
        while (next < TickJob.TICKS) {
            final int number = next;
            next = number + 1;
            final long hash = TickJob.hash(number);
            final long timeNs = shiftNs + number * TickJob.NS_PER_TICK;
            if (timeNs > latestNs) {
                latestNs = timeNs;
            }
            final int size = TickJob.sizeOf(hash);
            if (size < TickJob.SIZE_MIN && latestNs < windowEndNs) {
                continue;
            }
            final int symbol = TickJob.symbolOf(hash);
            final long amount = TickJob.priceOf(hash) * size;
            if (latestNs < windowEndNs && timeNs >= windowStartNs && (symbol & foreignBits) == 0) {
                final long row = Memory.getLong(locatedAddress + (long) symbol * Long.BYTES);
                if (row != 0 && Memory.getLong(row + MARK_OFFSET) != 0) {
                    Summaries.add(row + SUMMARY_OFFSET, amount);
                    continue;
                }
            }
            rareNs = timeNs;
            rareSymbol = size < TickJob.SIZE_MIN ? -1 : symbol;
            rareAmount = amount;
            return true;
        }
        return false;
    }

    private void addRare() {
        if (latestNs >= windowEndNs) {
            fire();
            windowStartNs = Math.floorDiv(latestNs, TickJob.WINDOW_NS) * TickJob.WINDOW_NS;
            windowEndNs = windowStartNs + TickJob.WINDOW_NS;
        }
        if (rareSymbol < 0) {
            return;
        }
        if (rareNs < windowStartNs) {
            late++;
            return;
        }
        final long row = rowOf(rareSymbol);
        if (Memory.getLong(row + MARK_OFFSET) == 0) {
            Memory.putLong(row + MARK_OFFSET, 1);
            symbols[activeRows] = rareSymbol;
            active[activeRows++] = row;
        }
        Summaries.add(row + SUMMARY_OFFSET, rareAmount);
    }

    private long rowOf(final int symbol) {
        if (symbol >= ROWS) {
            throw new IllegalArgumentException("symbol=" + symbol + " >= " + ROWS + ": the loop by hand takes no more");
        }
        while ((symbol & foreignBits) != 0) {
            widen();
        }
        final long place = locatedAddress + (long) symbol * Long.BYTES;
        if (Memory.getLong(place) == 0) {
            Memory.putLong(place, rows.address() + (long) rowsMade++ * ROW_BYTES);
        }
        return Memory.getLong(place);
    }

    private void widen() {
        final Slab old = located;
        located = new Slab(2 * old.bytes(), Long.BYTES);
        Memory.copy(old.address(), located.address(), old.bytes());
        locatedAddress = located.address();
        foreignBits *= 2;
        old.close();
    }

    private void fire() {
        for (int index = 0; index < activeRows; index++) {
            checksum += Summaries.take(active[index] + SUMMARY_OFFSET, symbols[index]);
            Memory.putLong(active[index] + MARK_OFFSET, 0);
        }
        activeRows = 0;
    }

    @Override
    public void close() {
        located.close();
        rows.close();
    }
}
