// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.ChunkBuffers;
import io.ringbus.snapshot.Freeze;
import io.ringbus.snapshot.SavedState;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The snapshot of a state holds what a copy holds that was taken of all cells at the barrier, whatever is written, added,
 * removed and moved while it is being written, and however many snapshots it builds on.
 */
@ExtendWith(WarningsOff.class)
class FreezePropertyTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 400);
    private static final int STEPS = 1_500;
    private static final int VALUE_BYTES = 16;
    private static final CellImage WHOLE = CellImage.whole(VALUE_BYTES);

    @Test
    void aSnapshotOfSlabsIsTheStateAtItsBarrier() {
        try (StateBackend backend = new SlabStateBackend()) {
            runAll(backend, SEEDS);
        }
    }

    @Test
    void aSnapshotOfChronicleMapsIsTheStateAtItsBarrier() {
        try (StateBackend backend = new ChronicleStateBackend(Optional.empty())) {
            runAll(backend, Math.max(8, SEEDS / 50));
        }
    }

    private static void runAll(final StateBackend backend, final int seeds) {
        final long liveBytes = Slab.liveBytes();
        final long first = Long.getLong("ringbus.seed", 1);
        for (long seed = first; seed < first + seeds; seed++) {
            final KeyKind<?> kind =
                    KeyKind.all().get((int) (seed % KeyKind.all().size()));
            try (Run<?> run = new Run<>(kind, backend, seed)) {
                run.run();
            }
            assertEquals(liveBytes, Slab.liveBytes(), "seed=" + seed + ": bytes of slabs left behind");
        }
    }

    /** What one checkpoint handed over, and what it should hold. */
    private static final class Checkpoint<K> {
        private final long parentId;
        private final Map<K, Long> expected;
        private final Deque<StateWriter> arriving = new ArrayDeque<>();
        private final List<StateWriter> chunks = new ArrayList<>();
        private @Nullable StateWriter state;

        Checkpoint(final long parentId, final Map<K, Long> expected) {
            this.parentId = parentId;
            this.expected = expected;
        }

        /** The disk takes what was handed over. */
        void land() {
            while (!arriving.isEmpty()) {
                final StateWriter chunk = arriving.poll();
                chunks.add(copy(chunk));
                chunk.close();
            }
        }

        void close() {
            land();
            chunks.forEach(StateWriter::close);
            if (state != null) {
                state.close();
            }
        }
    }

    private static StateWriter copy(final StateWriter from) {
        final StateWriter to = new StateWriter();
        to.putBytes(from.address(), from.length());
        return to;
    }

    private static final class Run<K> implements AutoCloseable {
        private final KeyKind<K> kind;
        private final StateBackend backend;
        private final long seed;
        private final Random random;
        private final boolean tracked;
        private final int keys;
        private final ChunkBuffers buffers;
        private final Map<K, Long> oracle = new HashMap<>();
        private final Map<Long, Checkpoint<K>> taken = new TreeMap<>();
        private KeyedState<K> state;
        private int opened;
        private long lastId;
        private long completeId;
        private @Nullable Freeze freeze;
        private int step;
        private int restored;

        Run(final KeyKind<K> kind, final StateBackend backend, final long seed) {
            this.kind = kind;
            this.backend = backend;
            this.seed = seed;
            this.random = new Random(seed);
            this.tracked = random.nextInt(10) > 0;
            this.keys = 1 + random.nextInt(200);
            this.buffers = new ChunkBuffers(1 << random.nextInt(13));
            this.state = open("s0");
        }

        private KeyedState<K> open(final String name) {
            return backend.open(
                    kind.spec(name, VALUE_BYTES, 1 + random.nextInt(20)).tracked(tracked));
        }

        private String replay() {
            return "seed=" + seed + " step=" + step + " keys=" + kind + " backend=" + backend.name();
        }

        void run() {
            while (step++ < STEPS) {
                final int choice = random.nextInt(100);
                if (choice < 60) {
                    write(kind.key().apply(random.nextInt(keys)));
                } else if (choice < 75) {
                    remove(kind.key().apply(random.nextInt(keys)));
                } else if (choice < 78 && freeze == null) {
                    begin();
                } else if (choice < 95 && freeze != null) {
                    portion();
                } else if (choice == 99 && random.nextInt(8) == 0) {
                    widen();
                }
            }
            assertTrue(restored > 0, replay() + ": no checkpoint was complete");
        }

        private void write(final K key) {
            final boolean here = oracle.containsKey(key);
            final long at = here && random.nextBoolean() ? state.find(key) : state.cell(key);
            assertEquals(oracle.getOrDefault(key, 0L), Memory.getLong(at + 8), replay());
            Memory.putLong(at + 8, ++lastWritten);
            oracle.put(key, lastWritten);
        }

        private long lastWritten;

        private void remove(final K key) {
            assertEquals(oracle.remove(key) != null, state.remove(key), replay());
        }

        /** What an operator does whose cells have become too narrow. */
        private void widen() {
            opened++;
            final KeyedState<K> wide = open("s" + opened);
            for (int ordinal = 0; ordinal < state.ordinals(); ordinal++) {
                final long from = state.cellAt(ordinal);
                if (from != 0) {
                    Memory.copy(from, wide.cell(state.keyAt(ordinal)), VALUE_BYTES);
                }
            }
            state.close();
            state = wide;
        }

        private void begin() {
            final long parentId = random.nextInt(6) == 0 ? Freeze.NONE : completeId;
            final Checkpoint<K> checkpoint = new Checkpoint<>(parentId, new HashMap<>(oracle));
            lastId++;
            taken.put(lastId, checkpoint);
            freeze = new Freeze(lastId, parentId, buffers, checkpoint.arriving::add);
            final StateWriter out = freeze.atBarrier();
            checkpoint.state = out;
            try {
                out.part("operator mean", new Kept<>(state));
            } catch (final Exception failed) {
                throw new AssertionError(replay(), failed);
            }
        }

        private void portion() {
            final Freeze running = freeze;
            final Checkpoint<K> checkpoint = taken.get(lastId);
            if (running == null || checkpoint == null) {
                return;
            }
            if (random.nextInt(60) == 0) {
                running.abandon();
                assertTrue(running.isWritten(), replay());
                taken.remove(lastId).close();
                freeze = null;
                return;
            }
            if (random.nextInt(3) == 0) {
                checkpoint.land();
            }
            running.write(1 + random.nextInt(1 << random.nextInt(12)));
            if (running.isWritten()) {
                checkpoint.land();
                completeId = lastId;
                freeze = null;
                compare(checkpoint);
            }
        }

        private void compare(final Checkpoint<K> checkpoint) {
            final SavedState saved = new SavedState("stage 'mean'");
            try (saved;
                    KeyedState<K> fresh = open("restored")) {
                final Deque<Checkpoint<K>> chain = new ArrayDeque<>();
                for (Checkpoint<K> at = checkpoint; at != null; at = taken.get(at.parentId)) {
                    chain.addFirst(at);
                }
                for (final Checkpoint<K> at : chain) {
                    saved.add(copy(at.state));
                    at.chunks.forEach(chunk -> saved.addChunk(copy(chunk)));
                }
                fresh.restore(saved.reader().parts().get("operator mean"), WHOLE);
                assertEquals(checkpoint.expected, contents(fresh), replay());
                restored++;
            }
        }

        private Map<K, Long> contents(final KeyedState<K> fresh) {
            final Map<K, Long> contents = new HashMap<>();
            for (int ordinal = 0; ordinal < fresh.ordinals(); ordinal++) {
                final long at = fresh.cellAt(ordinal);
                if (at != 0) {
                    contents.put(fresh.keyAt(ordinal), Memory.getLong(at + 8));
                    assertEquals(at, fresh.find(fresh.keyAt(ordinal)), replay());
                }
            }
            assertEquals(contents.size(), fresh.size(), replay());
            return contents;
        }

        @Override
        public void close() {
            if (freeze != null) {
                freeze.abandon();
            }
            state.close();
            buffers.close();
            taken.values().forEach(Checkpoint::close);
        }
    }

    private record Kept<K>(KeyedState<K> state) implements Stateful {
        @Override
        public void save(final StateWriter out) {
            state.save(out, WHOLE);
        }

        @Override
        public void restore(final StateReader in) {
            state.restore(in, WHOLE);
        }
    }
}
