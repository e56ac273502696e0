// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Specialiser;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.config.WaitMode;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.Inheritance;
import io.ringbus.snapshot.SavedState;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateSpec;
import io.ringbus.testing.MovingCells;
import io.ringbus.testing.PacedSource;
import io.ringbus.testing.ShownList;
import io.ringbus.testing.StageSimulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two sources, a merge that numbers the records of each, a sink that shows what was committed: stopped anywhere, begun again
 * from the last complete checkpoint, as often as the seed says. What is shown in the end has every record once, in order.
 */
class BarrierSimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 3_000);
    private static final int RECORDS = 60;
    private static final List<String> STAGES = List.of("left", "right", "number", "out");

    /**
     * Checks that a source's ticks come in order, and adds them all up: emits the sum so far. Beside that it keeps the last tick
     * of each source and remainder in keyed state, forgets some, and checks that the state tells the tick before.
     */
    private static final class Summing implements Operator<Tick, Tick> {
        private static final CellImage WHOLE = CellImage.whole(Long.BYTES);

        private final long[] expected = new long[2];
        private final KeyedState<Long> lastTicks;
        private final int remainders;
        private long sum;

        Summing(final int remainders, final boolean tracked) {
            this.remainders = remainders;
            this.lastTicks = LocatedState.over(
                    new StateSpec<>("last", 0, Long.class, LONGS, Long.BYTES, 1).tracked(tracked),
                    new MovingCells<>(Long.BYTES, Integer.MAX_VALUE));
        }

        @SuppressWarnings("unchecked") // the codec of longs
        private static final AddressCodec<Long> LONGS = (AddressCodec<Long>) Codecs.ofType(Long.class);

        private static boolean isForgotten(final long id) {
            return id % 5 == 3;
        }

        @Override
        public void process(final Tick tick, final long timestampNs, final Output<Tick> output) {
            assertEquals(expected[(int) tick.value()]++, tick.id(), "lost, duplicated or out of order");
            sum += tick.id();
            final long key = 2 * (tick.id() % remainders) + tick.value();
            final long cell = lastTicks.cell(key);
            final long before = tick.id() - remainders;
            assertEquals(before < 0 || isForgotten(before) ? 0 : before + 1, Memory.getLong(cell), "tick before");
            Memory.putLong(cell, tick.id() + 1);
            if (isForgotten(tick.id())) {
                lastTicks.remove(key);
            }
            output.emit(new Tick(sum, tick.value()), timestampNs);
        }

        @Override
        public void save(final StateWriter out) {
            out.putLong(expected[0]);
            lastTicks.save(out, WHOLE);
            out.putLong(expected[1]);
            out.putLong(sum);
        }

        @Override
        public void restore(final StateReader in) {
            expected[0] = in.getLong();
            lastTicks.restore(in, WHOLE);
            expected[1] = in.getLong();
            sum = in.getLong();
        }

        @Override
        public void close() {
            lastTicks.close();
        }
    }

    private final List<Tick> shown = new ArrayList<>();
    private int completed;
    private int increments;

    /** What one checkpoint holds of a stage. */
    private static final class Part {
        private final List<StateWriter> chunks = new ArrayList<>();
        private @Nullable StateWriter state;

        void close() {
            chunks.forEach(StateWriter::close);
            if (state != null) {
                state.close();
            }
        }
    }

    /** Collects the parts of a checkpoint, and keeps those that the newest complete one builds on. */
    private static final class Parts implements BarrierListener, AutoCloseable {
        private final Map<String, Part> last = new HashMap<>();
        private final Map<String, StateWriter> ended = new HashMap<>();
        private final Map<String, List<Part>> complete = new HashMap<>();
        private final List<StateWriter> arriving = new ArrayList<>();
        private long collecting;
        private long parentId;
        private long completeId;

        @Override
        public void chunk(final String stage, final long checkpointId, final StateWriter chunk) {
            if (checkpointId == collecting) {
                last.computeIfAbsent(stage, first -> new Part()).chunks.add(copy(chunk));
            }
            arriving.add(chunk);
        }

        @Override
        public void saved(final String stage, final long checkpointId, final StateWriter state) {
            if (checkpointId == collecting) {
                last.computeIfAbsent(stage, first -> new Part()).state = state;
            } else {
                state.close();
            }
        }

        @Override
        public void ended(final String stage, final StateWriter state) {
            ended.put(stage, state);
        }

        /** The disk has taken what came so far. */
        void land() {
            arriving.forEach(StateWriter::close);
            arriving.clear();
        }

        void begin(final long checkpointId, final long parent) {
            collecting = checkpointId;
            parentId = parent;
            last.values().forEach(Part::close);
            last.clear();
        }

        private boolean isSaved(final String stage) {
            final Part part = last.get(stage);
            return part != null && part.state != null;
        }

        /** True when the checkpoint being collected has become complete. */
        boolean complete() {
            for (final String stage : STAGES) {
                if (collecting == 0 || (!isSaved(stage) && !ended.containsKey(stage))) {
                    return false;
                }
            }
            for (final String stage : STAGES) {
                final List<Part> chain = complete.computeIfAbsent(stage, first -> new ArrayList<>());
                final Part part = last.remove(stage);
                if (parentId == 0 || part == null) {
                    chain.forEach(Part::close);
                    chain.clear();
                }
                chain.add(part != null ? part : endOf(stage));
            }
            completeId = collecting;
            collecting = 0;
            return true;
        }

        private Part endOf(final String stage) {
            final Part part = new Part();
            part.state = copy(ended.get(stage));
            return part;
        }

        /** The state of a stage as the newest complete checkpoint has it. */
        @Nullable
        SavedState state(final String stage) {
            final List<Part> chain = complete.get(stage);
            if (chain == null) {
                return null;
            }
            final SavedState state = new SavedState(stage);
            for (final Part part : chain) {
                state.add(copy(part.state));
                part.chunks.forEach(chunk -> state.addChunk(copy(chunk)));
            }
            return state;
        }

        private static StateWriter copy(final StateWriter from) {
            final StateWriter to = new StateWriter();
            to.putBytes(from.address(), from.length());
            return to;
        }

        void crash() {
            begin(0, 0);
            land();
            completeId = 0; // who goes on from it knows nothing of what has changed since
            ended.values().forEach(StateWriter::close);
            ended.clear();
        }

        @Override
        public void close() {
            crash();
            complete.values().forEach(chain -> chain.forEach(Part::close));
        }
    }

    private Topology topology(final StageSimulator simulator, final long seed, final Parts parts) {
        final Random random = simulator.random();
        final Topology topology = new Topology(
                simulator.environment(),
                new RunSettings(RunSettings.INLINE, WaitMode.YIELD, 1, List.of(), 1),
                new Specialiser(seed % 100 == 0));
        topology.barriers(parts);
        topology.barrierRules(new BarrierRules(true, 1 + random.nextInt(100)));
        final List<StageBuilder> stages = new ArrayList<>();
        STAGES.forEach(name -> stages.add(topology.stage(name, simulator.drainLimit())));
        final StageBuilder number = stages.get(2);
        final StageBuilder out = stages.get(3);
        final Ring last = topology.ring("number-out", spec(random), out);
        final Output<Tick> summing = number.chain()
                .operator(
                        new Summing(1 + (int) (seed % 30), random.nextInt(10) > 0),
                        Rules.fail("sum"),
                        number.outlet(last, new TickCodec(), policy(random)));
        final List<Output<Tick>> ports = number.chain().merge(2, summing);
        for (int id = 0; id < 2; id++) {
            final StageBuilder stage = stages.get(id);
            final Ring ring = topology.ring(stage.name() + "-number", spec(random), number);
            stage.source(
                    source(id, random),
                    stage.outlet(ring, new TickCodec(), policy(random)),
                    Rules.fail("source"),
                    0,
                    new Frontier());
            number.inlet(ring, new TickCodec(), ports.get(id));
        }
        out.inlet(last, new TickCodec(), out.chain().sink(ShownList.in(shown), Rules.fail("sink")));
        return topology;
    }

    private static PacedSource<Tick> source(final int id, final Random random) {
        return new PacedSource<>(RECORDS, number -> new Tick(number, id), PacedSource.pausing(random, 5));
    }

    private static RingSpec spec(final Random random) {
        return RingSpec.of(2 << random.nextInt(4), 16, 8, 1024);
    }

    private static FlushPolicy policy(final Random random) {
        return new FlushPolicy(random.nextInt(4_000) - 1, 1 + random.nextInt(20), random.nextInt(50));
    }

    private void run(final long seed) {
        final StageSimulator simulator = new StageSimulator(seed);
        final Random random = simulator.random();
        int checkpoint = 0;
        int crashes = random.nextInt(6);
        try (Parts parts = new Parts()) {
            while (true) {
                final Topology topology = topology(simulator, seed, parts);
                final List<Stage> stages = topology.build();
                for (final Stage stage : stages) {
                    final SavedState saved = parts.state(stage.name());
                    if (saved != null) {
                        stage.restore(Inheritance.of(saved));
                    }
                }
                int crashIn = crashes > 0 ? random.nextInt(400) : Integer.MAX_VALUE;
                while (crashIn-- > 0 && !stages.stream().allMatch(Stage::isDone)) {
                    stages.get(random.nextInt(stages.size())).doWork();
                    if (random.nextInt(15) == 0 && (parts.collecting == 0 || random.nextInt(8) == 0)) {
                        checkpoint++;
                        begin(stages, parts, checkpoint, random);
                    } else if (random.nextInt(200) == 0) {
                        parts.begin(0, 0);
                        for (final Stage stage : stages) {
                            stage.giveUp(checkpoint);
                        }
                    }
                    if (random.nextInt(4) == 0) {
                        parts.land();
                    }
                    if (parts.complete()) {
                        completed++;
                        increments += parts.parentId == 0 ? 0 : 1;
                    }
                }
                final boolean ended = stages.stream().allMatch(Stage::isDone);
                stages.forEach(Stage::close);
                topology.discard();
                parts.crash();
                if (ended) {
                    check(seed, shown);
                    return;
                }
                crashes--;
            }
        }
    }

    private static void begin(final List<Stage> stages, final Parts parts, final int checkpoint, final Random random) {
        final long parentId = random.nextInt(5) == 0 ? 0 : parts.completeId;
        parts.begin(checkpoint, parentId);
        for (final Stage stage : stages) {
            stage.expect(checkpoint, parentId);
        }
        for (final Stage stage : stages) {
            stage.request(checkpoint);
        }
    }

    private static void check(final long seed, final List<Tick> shown) {
        assertEquals(2 * RECORDS, shown.size(), "seed " + seed);
        long sum = 0;
        final long[] next = new long[2];
        for (final Tick tick : shown) {
            sum += next[(int) tick.value()]++;
            assertEquals(sum, tick.id(), "seed " + seed);
        }
    }

    @Test
    void everyRecordCountsOnceWhereverItStops() {
        final long liveBytes = Slab.liveBytes();
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
        assertEquals(liveBytes, Slab.liveBytes());
        assertTrue(
                completed > 4 * SEEDS && increments > 2 * SEEDS,
                completed + " complete, " + increments + " increments");
    }
}
