// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/**
 * Says, record by record, up to what time a stream is complete.
 *
 * <p>The engine keeps the highest answer so far, and sends it on; a lower one is no answer. So a strategy may look at one
 * record only, and time never regresses. A watermark goes out before the record that tells it, unless it is at or beyond the
 * record's own time, as that of a closing mark may be: then behind it, so that no record is made late by itself.
 *
 * <p>What a strategy has to remember beyond that is bytes, as an aggregate's accumulator is: they are their own serialized
 * form, which is what a checkpoint copies, together with the watermark, and puts back before the next record. A strategy has no
 * fields that change; make it a Java record, whose fields the compiler trusts.
 *
 * <p>An example: two venues in one stream, each in order, complete up to the one that lags.
 *
 * <pre>{@code
 * record SlowerVenue() implements WatermarkStrategy<Quote> {
 *     public int stateBytes() { return 2 * Long.BYTES; }
 *
 *     public long onRecord(Quote quote, long timestampNs, long state) {
 *         Memory.putLong(state + quote.venue() * Long.BYTES, timestampNs);
 *         return Math.min(Memory.getLong(state), Memory.getLong(state + Long.BYTES)) - 1;
 *     }
 * }
 * }</pre>
 *
 * <p><b>Layout.</b> {@link #stateBytes()} bytes at a native address aligned to 8, all zero at the beginning, one piece for each
 * use of the strategy in a pipeline. {@link io.ringbus.slot.Memory} reads and writes them.
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None is to be made.
 * <p><b>Failure.</b> What {@link #onRecord} throws is handled by the error policy like a record without a time: the record
 * does not go on.
 */
@FunctionalInterface
public interface WatermarkStrategy<T> {
    /**
     * Answers the time up to which, and including which, no more records come once this one is there, or {@code
     * SlotLayout.NO_TIME} when it says nothing about that. {@code Long.MAX_VALUE} is the end's own and refused.
     */
    long onRecord(T record, long timestampNs, long state);

    /** Bytes that it remembers between records; 0 or a multiple of 8. */
    default int stateBytes() {
        return 0;
    }
}
