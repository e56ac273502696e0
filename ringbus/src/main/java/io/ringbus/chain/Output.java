// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/**
 * Where an operator or a source emits: the next operator of the chain, or an outlet; it cannot tell which.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Ordering.</b> Everything emitted arrives in the order of the calls.
 * <p><b>Progress.</b> No call waits. Behind a full ring, records are set aside and the stage takes no new input until they
 * have gone out; an operator with much to say asks {@link #isFull()} and continues in its next turn.
 */
public interface Output<T> {
    /** Hands over one record. {@code timestampNs} is event time in nanoseconds since the epoch, or NO_TIME. */
    void emit(T record, long timestampNs);

    /** Promises that no record with a timestamp at or below {@code watermarkNs} follows. Never regresses. */
    void emitWatermark(long watermarkNs);

    /**
     * The lowest watermark that makes a difference behind this output; Long.MIN_VALUE when each does, Long.MAX_VALUE when only
     * the last does. Whoever measures time may keep lower watermarks to itself while records come in order, and sends the
     * latest before a record that is older than one before it, which may be late.
     */
    default long watermarkDueNs() {
        return Long.MIN_VALUE;
    }

    /** Says that time does not wait for this stream until its next record or watermark, or {@link #emitActive()}. */
    void emitIdle();

    /**
     * Takes {@link #emitIdle()} back, also for those whom the next record does not reach because it is filtered out or goes to
     * another partition.
     */
    void emitActive();

    /** Says that nothing follows. */
    void emitEnd();

    /** True when the consumer is a lap behind: stop emitting soon, and continue in the next turn. */
    boolean isFull();
}
