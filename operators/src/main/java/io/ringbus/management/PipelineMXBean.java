// SPDX-License-Identifier: Apache-2.0
package io.ringbus.management;

import java.util.List;
import java.util.Map;

/**
 * A running pipeline as JMX clients see it, under {@code io.ringbus:type=Pipeline,name=...}.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threading.</b> Any thread.
 */
public interface PipelineMXBean {
    /** Everything that is counted, by label, at this moment. */
    Map<String, Long> getCounters();

    /** The flush interval in force of each ring, by name. */
    Map<String, Long> getRingFlushIntervalsNs();

    /** The longest flush interval of all rings; -1 when all publish full batches only, or when there is no ring. */
    long getFlushIntervalNs();

    /** Changes the flush interval of all rings: 0 publishes every record at once, -1 only full batches. */
    void setFlushIntervalNs(long intervalNs);

    /** Changes the flush interval of one ring. */
    void setRingFlushIntervalNs(String ring, long intervalNs);

    /**
     * What the windows or the running aggregate called {@code name} come to for a key, each as text: the same as
     * {@code Execution.query}, for other processes. A key is written as it prints: a string, a whole number, the name of a
     * constant.
     */
    List<String> query(String name, String key) throws InterruptedException;

    /** The same of windows over all records, which have no keys. */
    List<String> query(String name) throws InterruptedException;
}
