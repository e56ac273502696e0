// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.chain.Specialiser;
import io.ringbus.config.WaitMode;
import io.ringbus.environment.Environment;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A source, an operator and a sink, in three stages with rings between them, to be run in various ways. */
record Line(int threads, WaitMode waitMode, long intervalNs, long stopTimeoutNs, boolean specialised) {
    static final RingSpec SPEC = RingSpec.of(64, 16, 64, 1024);
    static final Line INLINE = new Line(RunSettings.INLINE, WaitMode.YIELD, 0, TimeUnit.SECONDS.toNanos(30), false);
    static final Line PER_STAGE = INLINE.withThreads(RunSettings.PER_STAGE).withWaitMode(WaitMode.YIELD);

    Line withThreads(final int count) {
        return new Line(count, waitMode, intervalNs, stopTimeoutNs, specialised);
    }

    Line withWaitMode(final WaitMode mode) {
        return new Line(threads, mode, intervalNs, stopTimeoutNs, specialised);
    }

    Line withIntervalNs(final long ns) {
        return new Line(threads, waitMode, ns, stopTimeoutNs, specialised);
    }

    Line withStopTimeoutNs(final long ns) {
        return new Line(threads, waitMode, intervalNs, ns, specialised);
    }

    Topology topology() {
        return topology(Environment.system());
    }

    Topology topology(final Environment environment) {
        final RunSettings settings = new RunSettings(threads, waitMode, 100_000, List.of(), stopTimeoutNs);
        return new Topology(environment, settings, new Specialiser(specialised));
    }

    FlushPolicy policy() {
        return new FlushPolicy(intervalNs, 16, 10);
    }

    /** The topology of three stages {@code in}, {@code mid} and {@code out}. */
    Topology of(final Source<Tick> source, final Operator<Tick, Tick> operator, final Sink<Tick> sink) {
        return of(Environment.system(), source, operator, sink);
    }

    Topology of(
            final Environment environment,
            final Source<Tick> source,
            final Operator<Tick, Tick> operator,
            final Sink<Tick> sink) {
        final Topology topology = topology(environment);
        final StageBuilder in = topology.stage("in", 32);
        final StageBuilder mid = topology.stage("mid", 32);
        final StageBuilder out = topology.stage("out", 32);
        final Ring first = topology.ring("first", SPEC, mid);
        final Ring second = topology.ring("second", SPEC, out);
        out.inlet(second, new TickCodec(), out.chain().sink(sink, Rules.fail("sink")));
        final Output<Tick> end = mid.outlet(second, new TickCodec(), policy());
        mid.inlet(first, new TickCodec(), mid.chain().operator(operator, Rules.fail("operator"), end));
        final Output<Tick> start = in.outlet(first, new TickCodec(), policy());
        in.source(source, start, Rules.fail("source"), 0, new Frontier());
        return topology;
    }

    /** Passes everything on. */
    static final class Pass implements Operator<Tick, Tick> {
        @Override
        public void process(final Tick record, final long timestampNs, final Output<Tick> output) {
            output.emit(record, timestampNs);
        }
    }

    /** Checks that ids count up from 0. One thread writes, any reads. */
    static final class Counting implements Sink<Tick> {
        private volatile long count;
        private volatile int closed;
        private volatile boolean opened;
        private boolean disordered;

        @Override
        public void open() {
            opened = true;
        }

        @Override
        public void accept(final Tick record, final long timestampNs) {
            disordered |= record.id() != count || !opened;
            count++; // single writer
        }

        @Override
        public void close() {
            closed++;
        }

        long count() {
            return disordered ? -1 : count;
        }

        int closed() {
            return closed;
        }
    }
}
