// SPDX-License-Identifier: Apache-2.0
package io.ringbus.management;

import io.ringbus.chain.Queryable;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.stage.Execution;
import io.ringbus.translation.Translation;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers a running pipeline with the platform's MBean server.
 *
 * <p><b>Lifetime.</b> Registered until {@link AutoCloseable#close() closed}, which the end of the pipeline does.
 */
public final class PipelineBean implements PipelineMXBean {
    private final Translation translation;

    private PipelineBean(final Translation translation) {
        this.translation = translation;
    }

    /** Registers {@code translation} under {@code name}; closing what this answers takes it back. */
    public static AutoCloseable register(final String name, final Translation translation) {
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            final ObjectName object = new ObjectName("io.ringbus:type=Pipeline,name=" + quoted(name));
            server.registerMBean(new PipelineBean(translation), object);
            return () -> server.unregisterMBean(object);
        } catch (final InstanceAlreadyExistsException taken) {
            throw new IllegalStateException(
                    "pipeline '" + name + "': name=" + name
                            + " is that of another running pipeline: give each its own with Pipeline.name(..)",
                    taken);
        } catch (final JMException refused) {
            throw new IllegalStateException("pipeline '" + name + "': JMX refused it: " + refused, refused);
        }
    }

    private static String quoted(final String name) {
        return name.matches("[\\w.-]+") ? name : ObjectName.quote(name);
    }

    @Override
    public Map<String, Long> getCounters() {
        final Map<String, Long> counters = new LinkedHashMap<>();
        translation.topology().counters().forEach((label, value) -> counters.merge(label, value, Long::sum));
        return counters;
    }

    @Override
    public Map<String, Long> getRingFlushIntervalsNs() {
        return translation.flushIntervals();
    }

    @Override
    public long getFlushIntervalNs() {
        long longestNs = FlushPolicy.NEVER;
        for (final long intervalNs : translation.flushIntervals().values()) {
            longestNs = Math.max(longestNs, intervalNs);
        }
        return longestNs;
    }

    @Override
    public void setFlushIntervalNs(final long intervalNs) {
        translation.flushInterval(intervalNs);
    }

    @Override
    public void setRingFlushIntervalNs(final String ring, final long intervalNs) {
        translation.flushInterval(ring, intervalNs);
    }

    @Override
    public List<String> query(final String name, final String key) throws InterruptedException {
        final Class<?> type = translation.keyType(name);
        return asked(name, type == null ? key : KeyText.parse(key, type));
    }

    @Override
    public List<String> query(final String name) throws InterruptedException {
        return asked(name, Queryable.NO_KEY);
    }

    private List<String> asked(final String name, final Object key) throws InterruptedException {
        final Execution execution = translation.topology().execution();
        if (execution == null) {
            throw new IllegalStateException("query '" + name + "': the pipeline is not running yet: ask again");
        }
        return execution.query(name, key).stream().map(String::valueOf).toList();
    }
}
