// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.management.PipelineMXBean;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A running pipeline seen through JMX. */
class ManagementTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @Test
    void countersAndFlushIntervalsAreThereWhileItRuns() throws Exception {
        final ObjectName name = new ObjectName("io.ringbus:type=Pipeline,name=watched");
        final Pipeline pipeline = Mode.INLINE.pipeline().name("watched");
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        pipeline.from(ingress).stage("near").stage("far").to((tick, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            final PipelineMXBean bean = JMX.newMXBeanProxy(server, name, PipelineMXBean.class);
            ingress.publish(Tick.of(1, 1, 1));
            execution.doWork();
            assertEquals(1L, bean.getCounters().get("stage in records from in"));
            assertEquals(Map.of("near", 100_000L, "far", 100_000L), bean.getRingFlushIntervalsNs());
            bean.setFlushIntervalNs(500);
            bean.setRingFlushIntervalNs("far", 0);
            assertEquals(Map.of("near", 500L, "far", 0L), bean.getRingFlushIntervalsNs());
            assertEquals(500, bean.getFlushIntervalNs());
            pipeline.flushInterval("near", Duration.ofNanos(700));
            assertEquals(700, bean.getFlushIntervalNs());
            final RuntimeException unknown =
                    assertThrows(RuntimeException.class, () -> bean.setRingFlushIntervalNs("fur", 0));
            assertTrue(
                    unknown.toString().contains("ring 'fur' does not exist: the rings are [near, far]"),
                    unknown::toString);
        }
        assertFalse(server.isRegistered(name));
    }

    @Test
    void twoRunningPipelinesOfOneNameAreRefused() {
        final Pipeline first = Mode.INLINE.pipeline().name("twin");
        first.from(first.ingress("in", Codecs.of(Tick.class))).to((tick, timeNs) -> {});
        final Pipeline second = Mode.INLINE.pipeline().name("twin");
        second.from(second.ingress("in", Codecs.of(Tick.class))).to((tick, timeNs) -> {});
        try (Execution execution = first.start()) {
            final IllegalStateException taken = assertThrows(IllegalStateException.class, second::start);
            assertEquals(
                    "pipeline 'twin': name=twin is that of another running pipeline: give each its own with"
                            + " Pipeline.name(..)",
                    taken.getMessage());
            assertFalse(execution.isEnded());
        }
    }
}
