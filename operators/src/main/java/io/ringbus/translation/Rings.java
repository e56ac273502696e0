// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.codec.AddressCodec;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.plan.PlanLoop;
import io.ringbus.plan.PlanNode;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.stage.StageBuilder;
import io.ringbus.stage.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rings of a topology, one for each pair of instances on the two sides of an edge, and their flush policies. */
final class Rings {
    /** An edge of the plan that became rings, seen from one instance on each side. */
    private record Edge(int from, int fromInstance, int to, int input, int toInstance) {}

    private final Config config;
    private final Topology topology;
    private final Map<Edge, Ring> rings = new HashMap<>();
    private final Map<String, FlushPolicy> policies = new LinkedHashMap<>();

    Rings(final Config config, final Topology topology) {
        this.config = config;
        this.topology = topology;
    }

    /** Makes the ring between an instance and input {@code input} of another. */
    void add(
            final PlanNode from,
            final int fromInstance,
            final PlanNode to,
            final int input,
            final int toInstance,
            final StageBuilder reader) {
        final String edge = StageLayout.ringName(from, to);
        final int first = to.inputs().indexOf(from.id());
        final boolean again = first >= 0 && first < input; // a stream merged with itself
        final int instances = Math.max(from.parallelism(), to.parallelism());
        final String name = (again ? edge + "#" + input : edge)
                + (instances == 1 ? "" : "[" + fromInstance + "," + toInstance + "]");
        final Ring ring = topology.ring(name, spec(edge, codec(from)), reader);
        rings.put(new Edge(from.id(), fromInstance, to.id(), input, toInstance), ring);
        policies.computeIfAbsent(edge, this::policy);
    }

    /** The input by which records come back to the head of {@code loop}: none of the plan's. */
    static int backInput(final PlanLoop loop) {
        return loop.head().inputs().size();
    }

    /** How much may be set aside beside the ring called {@code name}. */
    long spillBytesMax(final String name) {
        return config.forRing(name).get(Settings.LOOP_SPILL_BYTES_MAX);
    }

    /** Measures of the ring called {@code name} for records of {@code codec}. */
    RingSpec spec(final String name, final AddressCodec<?> codec) {
        final Config settings = config.forRing(name);
        return RingSpec.of(
                settings.get(Settings.RING_SLOTS),
                codec.maxLength(),
                settings.get(Settings.RING_SLOT_ALIGNMENT),
                settings.get(Settings.RING_SLOT_BYTES_MAX));
    }

    private FlushPolicy policy(final String name) {
        final Config settings = config.forRing(name);
        return new FlushPolicy(
                settings.get(Settings.FLUSH_INTERVAL),
                settings.get(Settings.FLUSH_BATCH),
                settings.get(Settings.FLUSH_FREE));
    }

    Ring between(
            final PlanNode from, final int fromInstance, final PlanNode to, final int input, final int toInstance) {
        final Ring ring = rings.get(new Edge(from.id(), fromInstance, to.id(), input, toInstance));
        if (ring == null) {
            throw new IllegalStateException("no ring between '" + from.name() + "' and '" + to.name() + "'");
        }
        return ring;
    }

    FlushPolicy policyBetween(final PlanNode from, final PlanNode to) {
        return policies.computeIfAbsent(StageLayout.ringName(from, to), this::policy);
    }

    static AddressCodec<?> codec(final PlanNode from) {
        return from.output().codec(from.name(), "the ring behind it");
    }

    /** Names of all rings, without instances. */
    List<String> names() {
        return new ArrayList<>(policies.keySet());
    }

    /** The flush interval in force of each ring, by name. */
    Map<String, Long> flushIntervals() {
        final Map<String, Long> intervals = new LinkedHashMap<>();
        policies.forEach((name, policy) -> intervals.put(name, policy.intervalNs()));
        return intervals;
    }

    void flushInterval(final long intervalNs) {
        Settings.FLUSH_INTERVAL.check(intervalNs);
        policies.values().forEach(policy -> policy.intervalNs(intervalNs));
    }

    void flushInterval(final String ring, final long intervalNs) {
        final FlushPolicy policy = policies.get(ring);
        if (policy == null) {
            throw new IllegalArgumentException(
                    "ring '" + ring + "' does not exist: the rings are " + policies.keySet());
        }
        policy.intervalNs(Settings.FLUSH_INTERVAL.check(intervalNs));
    }
}
