// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

/**
 * One way into a stage: pushes records from an inlet or a source into the chain.
 *
 * <p><b>Threading.</b> Stage thread, except {@link #stop()} and {@link #rest()}: any thread.
 */
interface Feed {
    /** Acquires what the feed needs, before the first turn. */
    void open() throws Exception;

    /** Feeds at most {@code recordsMax} records; answers how many. Stops when the flow is held. Never waits. */
    int run(int recordsMax);

    /** Takes what comes next if that is a mark, no record; answers how much that was. */
    default int mark() {
        return 0;
    }

    /** How far event time has come on this way in, or NO_TIME. */
    long watermarkNs();

    /** When the feed wants a turn although nothing has come, or {@link Long#MAX_VALUE}. */
    long dueNs();

    /** True once the end has been passed on. */
    boolean isEnded();

    /** Asks a source to end as if its input had; an inlet ends when its writer does. */
    void stop();

    /** Asks a source to give nothing more, and not to end; an ingress first lets out what it has accepted. */
    void rest();

    /** Asked to rest, and still with something to let out. */
    boolean isComingToRest();

    /** Where the feed stands, for people. */
    String position();

    /** Gives back what {@link #open} acquired. */
    void close() throws Exception;

    /** Whether barriers begin here, at a source or an ingress; in a ring they come from the stage before. */
    boolean startsBarriers();

    /** The checkpoint whose barrier has come this way and which the feed is held for, or 0. */
    long heldFor();

    /** Feeds nothing more until {@link #release()}: the checkpoint's barrier begins here. */
    void hold(long checkpointId);

    /** All barriers of the checkpoint have come. */
    void release();

    /** The newest probe of a loop that has come this way (see {@link io.ringbus.slot.SlotLayout#PROBE}), or 0. */
    default long probe() {
        return 0;
    }
}
