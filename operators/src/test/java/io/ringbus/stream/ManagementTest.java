// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.ringbus.codec.Codecs;
import io.ringbus.management.PipelineMXBean;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.testing.ChildJvm;
import io.ringbus.windows.policy.Time;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
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
            assertEquals(
                    "ringbus.flush.interval=24h is outside [-1, 1m] (default 100us)",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> pipeline.flushInterval("near", Duration.ofDays(1)))
                            .getMessage());
            assertEquals(
                    "pipeline: flushInterval=PT2628000H > 292 years of nanoseconds: choose a shorter one",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> pipeline.flushInterval(Duration.ofDays(300 * 365)))
                            .getMessage());
            assertEquals(Map.of("near", 700L, "far", 0L), bean.getRingFlushIntervalsNs());
            final RuntimeException unknown =
                    assertThrows(RuntimeException.class, () -> bean.setRingFlushIntervalNs("fur", 0));
            assertTrue(
                    unknown.toString().contains("ring 'fur' does not exist: the rings are [near, far]"),
                    unknown::toString);
        }
        assertFalse(server.isRegistered(name));
    }

    /** What another process runs, which attaches to this one. */
    static final class Asking {
        private Asking() {}

        @SuppressWarnings("BanJNDI") // the address is that of a process of the test's own
        public static void main(final String[] args) throws Exception {
            final String address = VirtualMachine.attach(args[0]).startLocalManagementAgent();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                final PipelineMXBean bean = JMX.newMXBeanProxy(
                        connector.getMBeanServerConnection(),
                        new ObjectName("io.ringbus:type=Pipeline,name=asked"),
                        PipelineMXBean.class);
                final List<String> answer = bean.query("lowest", "7");
                if (!answer.equals(List.of(args[1]))) {
                    throw new IllegalStateException("answer=" + answer + ", expected=" + args[1]);
                }
            }
        }
    }

    @Test
    void anotherProcessAsksAboutAKey() throws Exception {
        final Pipeline pipeline = Mode.SHARED.pipeline().name("asked");
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        pipeline.from(ingress).keyBy(Tick::id).minBy(Tick::price).name("lowest").to((tick, timeNs) -> {});
        pipeline.from(pipeline.ingress("all", Codecs.of(Tick.class)))
                .eventTime(Tick::timeNs)
                .window(Time.of(1, TimeUnit.SECONDS))
                .count()
                .name("count")
                .to((count, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            ingress.publish(Tick.of(7, 5, 1));
            while (execution.query("lowest", 7).isEmpty()) {
                Thread.onSpinWait();
            }
            ChildJvm.run(
                    Asking.class,
                    String.valueOf(ProcessHandle.current().pid()),
                    Tick.of(7, 5, 1).toString());
            final PipelineMXBean bean = JMX.newMXBeanProxy(
                    server, new ObjectName("io.ringbus:type=Pipeline,name=asked"), PipelineMXBean.class);
            assertEquals(List.of(), bean.query("count", "ALL"));
            assertEquals(List.of(), bean.query("count"));
            final RuntimeException refused = assertThrows(RuntimeException.class, () -> bean.query("lowest", "seven"));
            assertTrue(
                    refused.toString()
                            .contains("query: key='seven' is not a key of class Integer: write a number in range"),
                    refused::toString);
        }
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
