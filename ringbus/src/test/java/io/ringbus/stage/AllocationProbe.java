// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.chain.Specialiser;
import io.ringbus.chain.Step;
import io.ringbus.config.WaitMode;
import io.ringbus.environment.Environment;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs chains until the compiler has seen them, then counts the bytes that they allocate for each record. A process of its
 * own, because what else a process has run decides what its compiler inlines; {@link AllocationTest} starts it.
 */
final class AllocationProbe {
    private static final long RECORDS = 5_000_000;
    private static final int WARM_UPS_MAX = 20;
    private static final double BYTES_PER_RECORD_MAX = 0.01;

    private record Wide(long id, double price, long size) {}

    private record Filter(Predicate<Object> predicate) implements Step<Object, Object> {
        @Override
        public boolean test(final Object record) {
            return predicate.test(record);
        }

        @Override
        public Object apply(final Object record) {
            return record;
        }
    }

    private record Mapping(Function<Object, Object> function) implements Step<Object, Object> {
        @Override
        public Object apply(final Object record) {
            return function.apply(record);
        }
    }

    /** A source that makes a record for each poll, and never ends. */
    private static final class Endless implements Source<Tick> {
        private long next;

        @Override
        public Poll poll(final Output<Tick> output) {
            next++;
            output.emit(new Tick(next, next * 31), next);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "tick " + next;
        }
    }

    private static final class Summing implements Sink<Tick> {
        private long sum;
        private long count;

        @Override
        public void accept(final Tick record, final long timestampNs) {
            sum += record.value() + timestampNs;
            count++;
        }
    }

    private final Topology topology = new Topology(
            Environment.system(),
            new RunSettings(RunSettings.INLINE, WaitMode.YIELD, 1, List.of(), 1),
            new Specialiser(true));
    private final Summing sink = new Summing();

    private AllocationProbe() {}

    /** Throws unless the chain named on the command line allocates nothing. */
    public static void main(final String[] arguments) {
        final AllocationProbe probe = new AllocationProbe();
        switch (arguments[0]) {
            case "fused" -> probe.fusedChain();
            case "timed" -> probe.fusedChainWithEventTime();
            case "ring" -> probe.ringBetweenTwoStages();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static Output<Tick> steps(final StageBuilder stage, final Output<Tick> next) {
        final List<Step<Object, Object>> steps = List.of(
                new Filter(record -> ((Tick) record).id() % 8 != 0),
                new Mapping(record -> new Wide(((Tick) record).id(), ((Tick) record).value() * 0.5, 3)),
                new Filter(record -> ((Wide) record).price() > 1),
                new Mapping(record -> new Tick(((Wide) record).id(), (long) ((Wide) record).price())));
        final ErrorRule rule = Rules.fail("step");
        return stage.chain().steps(steps, List.of(rule, rule, rule, rule), next);
    }

    private static void assertNoAllocation(final List<Stage> stages, final Endless source, final Summing sink) {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.MAX_VALUE;
        for (int round = 0; round < WARM_UPS_MAX && least >= BYTES_PER_RECORD_MAX; round++) {
            final long until = source.next + RECORDS / (round < 2 ? 4 : 1);
            final long records = until - source.next;
            final long before = threads.getCurrentThreadAllocatedBytes();
            while (source.next < until) {
                for (int i = 0; i < stages.size(); i++) {
                    stages.get(i).doWork();
                }
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / (double) records);
        }
        if (least >= BYTES_PER_RECORD_MAX || sink.count < RECORDS / 8 || sink.sum == 0) {
            throw new AssertionError(least + " bytes per record, " + sink.count + " records");
        }
    }

    private void fusedChain() {
        final StageBuilder stage = topology.stage("fused", 1_024);
        final Endless source = new Endless();
        final Output<Tick> end = stage.chain().sink(sink, Rules.fail("sink"));
        stage.source(source, steps(stage, end), Rules.fail("source"), 0, new Frontier());
        check(source);
    }

    private void fusedChainWithEventTime() {
        final StageBuilder stage = topology.stage("fused", 1_024);
        final Endless source = new Endless();
        final Frontier frontier = new Frontier();
        final Output<Tick> end = stage.chain().sink(sink, Rules.fail("sink"));
        final Output<Tick> operator = stage.chain().operator(new Line.Pass(), Rules.fail("pass"), end);
        final Output<Tick> timed =
                stage.chain().eventTime(Tick::id, 5, Rules.fail("time"), steps(stage, operator), frontier);
        stage.source(source, timed, Rules.fail("source"), 0, frontier);
        check(source);
    }

    private void ringBetweenTwoStages() {
        final StageBuilder in = topology.stage("in", 256);
        final StageBuilder out = topology.stage("out", 256);
        final Ring ring = topology.ring("ring", RingSpec.of(512, 16, 64, 1024), out);
        out.inlet(ring, new TickCodec(), steps(out, out.chain().sink(sink, Rules.fail("sink"))));
        final Endless source = new Endless();
        final Output<Tick> outlet = in.outlet(ring, new TickCodec(), new FlushPolicy(0, 64, 25));
        in.source(source, steps(in, outlet), Rules.fail("source"), 0, new Frontier());
        check(source);
    }

    private void check(final Endless source) {
        final List<Stage> stages = topology.build();
        try {
            assertNoAllocation(stages, source, sink);
        } finally {
            stages.forEach(Stage::close);
            topology.discard();
        }
    }
}
