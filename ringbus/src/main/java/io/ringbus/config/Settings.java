// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import io.ringbus.config.Kind.Choice;
import io.ringbus.config.Kind.Cpus;
import io.ringbus.config.Kind.Duration;
import io.ringbus.config.Kind.Folder;
import io.ringbus.config.Kind.Name;
import io.ringbus.config.Kind.PowerOfTwo;
import io.ringbus.config.Kind.Switch;
import io.ringbus.config.Kind.ThreadCount;
import io.ringbus.config.Kind.Whole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of ringbus, in the order of the reference table in README.md.
 *
 * <p><b>Units.</b> Durations are nanoseconds; sizes are bytes; {@code k}, {@code m} and {@code g} are powers of 1024.
 */
public final class Settings {
    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    private static final List<Property<?>> DECLARED = new ArrayList<>();

    /**
     * Threads that run the stages. One per stage is fastest while there are cores for them; {@code N} shared threads
     * each run {@code stages / N} stages in turn; 0 runs everything inside the caller's calls.
     */
    public static final Property<Threads> THREADS = declare(
            "ringbus.threads",
            new ThreadCount(),
            Threads.perStage(),
            "One thread per stage, N threads that share the stages, or 0 to run on the caller's thread.");

    /** What a thread does when its stages have no work. At most a thread for each core may {@link WaitMode#SPIN}. */
    public static final Property<WaitMode> IDLE = declare(
            "ringbus.idle",
            new Choice<>(WaitMode.class),
            WaitMode.PARK,
            "What a thread does while its stages have nothing to do.");

    /** Longest sleep of {@link WaitMode#PARK}: the most that an idle stage adds to the latency of the next record. */
    public static final Property<Long> IDLE_PARK = declare(
            "ringbus.idle.park", new Duration(US, SECOND), 50 * US, "Longest sleep of an idle thread that parks.");

    /** CPUs for the stage threads, in the order in which the stages start; threads beyond the list run anywhere. */
    public static final Property<List<Integer>> AFFINITY = declare(
            "ringbus.affinity",
            new Cpus(4_095),
            List.of(),
            "CPUs to which the stage threads are bound, in order; empty binds none.");

    /**
     * Slots per ring. Memory per ring is {@code slots * SlotLayout.slotBytes(payload, alignment)}: with the default
     * and a 48-byte record, 24 + 48 bytes round up to 128, and 4096 * 128 B = 512 KiB, which stays in a typical L2
     * cache. A ring absorbs a pause of the reader of {@code slots / rate}: 4096 slots at 1 M records/s last 4 ms.
     */
    public static final Property<Integer> RING_SLOTS = declare(
            "ringbus.ring.slots",
            Scope.RING,
            new PowerOfTwo(new Whole("slots", 2, 1 << 24)),
            4_096,
            "Slots per ring: how far a writer may run ahead of its slowest reader.");

    /**
     * Slots start on multiples of this. 128 is two cache lines, the pair that common prefetchers load together, so that
     * writer and reader in neighbouring slots do not share one; 64 halves the memory of records up to 40 bytes.
     */
    public static final Property<Integer> RING_SLOT_ALIGNMENT = declare(
            "ringbus.ring.slot.alignment",
            Scope.RING,
            new PowerOfTwo(new Whole("bytes", 64, 4_096)),
            128,
            "Slots start on multiples of this.");

    /**
     * Longest slot. A ring's slots are as long as its longest record needs, up to here; a longer record spans {@code
     * SlotLayout.span(length, slotBytes)} consecutive slots. Worst case per ring with the defaults: 4096 * 1 KiB = 4
     * MiB.
     */
    public static final Property<Integer> RING_SLOT_BYTES_MAX = declare(
            "ringbus.ring.slot.bytes.max",
            Scope.RING,
            new Whole("bytes", 64, 1 << 20),
            1_024,
            "Longest slot; a record that needs more spans several.");

    /**
     * The knob between latency and throughput: how long a written record may wait for others before it is published.
     * A record waits at most this long and one duty cycle more; at -1, for a full batch, a control slot or a full ring.
     */
    public static final Property<Long> FLUSH_INTERVAL = declare(
            "ringbus.flush.interval",
            Scope.RING,
            new Duration(-1, 60 * SECOND),
            100 * US,
            "Longest wait of a record for its batch; 0 publishes every record at once, -1 only full batches.");

    /** Records after which a batch is published: above 64 / 100 us = 640,000 records/s, before its interval. */
    public static final Property<Integer> FLUSH_BATCH = declare(
            "ringbus.flush.batch",
            Scope.RING,
            new Whole("records", 1, 65_536),
            64,
            "Records after which a batch is published before its interval has passed.");

    /** Free part of a ring under which its outlet publishes at once, so that no reader starves beside a full one. */
    public static final Property<Integer> FLUSH_FREE = declare(
            "ringbus.flush.free",
            Scope.RING,
            new Whole("percent", 0, 100),
            25,
            "Free part of a ring under which records are published at once.");

    /** Records taken from one inlet or source before the next has its turn: 256 of 20 ns delay the others by 5 us. */
    public static final Property<Integer> STAGE_DRAIN_LIMIT = declare(
            "ringbus.stage.drain.limit",
            Scope.STAGE,
            new Whole("records", 1, 65_536),
            256,
            "Records taken from one inlet or source before the next has its turn.");

    /**
     * How often a stream with a heartbeat advances event time by the clock. A window closes up to this much after its bound;
     * a beat costs a watermark through the chain, and a slot in each ring behind it.
     */
    public static final Property<Long> HEARTBEAT_INTERVAL = declare(
            "ringbus.heartbeat.interval",
            Scope.STAGE,
            new Duration(100 * US, 60 * SECOND),
            10 * MS,
            "How often a stream with a heartbeat advances event time by the clock.");

    /** Set aside where a ring back is full: of records up to 104 bytes, {@code 2^26 / (8 + 128)} = 493,447. */
    public static final Property<Integer> LOOP_SPILL_BYTES_MAX = declare(
            "ringbus.loop.spill.bytes.max",
            Scope.RING,
            new Whole("bytes", 1_024, 1 << 30),
            1 << 26,
            "What a loop may set aside when more goes back than its ring holds.");

    /** How long a stop waits until everything accepted before it has come out; after that the pipeline fails. */
    public static final Property<Long> STOP_TIMEOUT = declare(
            "ringbus.stop.timeout",
            new Duration(0, HOUR),
            10 * SECOND,
            "How long a stop waits until all accepted records have come out.");

    /** How long {@code publish} blocks on a full ring before it gives up. */
    public static final Property<Long> INGRESS_TIMEOUT = declare(
            "ringbus.ingress.timeout",
            Scope.RING,
            new Duration(0, HOUR),
            10 * SECOND,
            "How long a blocking publish waits for space in a full ring.");

    /** What follows an exception in user code. */
    public static final Property<ErrorPolicy> ERROR_POLICY = declare(
            "ringbus.error.policy",
            Scope.STAGE,
            new Choice<>(ErrorPolicy.class),
            ErrorPolicy.FAIL,
            "What happens to a record on which user code throws.");

    /** Further attempts at a record under {@link ErrorPolicy#RETRY}. */
    public static final Property<Integer> ERROR_RETRIES = declare(
            "ringbus.error.retries",
            Scope.STAGE,
            new Whole("attempts", 0, 1_000),
            3,
            "Further attempts at a record under RETRY.");

    /** Gives each stage its own copy of the operators' code, which can be fused; costs some milliseconds a stage. */
    public static final Property<Boolean> SPECIALISE = declare(
            "ringbus.specialise",
            new Switch(),
            true,
            "Whether each stage gets its own copy of its operators' code, to be compiled as one.");

    /** The {@code StateBackendProvider} that keeps keyed state. */
    public static final Property<String> STATE_BACKEND = declare(
            "ringbus.state.backend",
            new Name("a registered backend, as in chronicle or slab"),
            "chronicle",
            "Backend that keeps keyed state.");

    /** Folder of file-backed state, wiped at start: snapshots are the recovery root, never these files. */
    public static final Property<Optional<Path>> STATE_DIR = declare(
            "ringbus.state.dir",
            new Folder(),
            Optional.empty(),
            "Folder of file-backed state, wiped at start; empty keeps state in memory.");

    /**
     * Folder of the pipeline's checkpoints; a pipeline that finds one there goes on from it. Each holds the state of all
     * stages: about {@code keys * (value bytes + key bytes + 12)} for a keyed state, on disk once per retained checkpoint and
     * in memory while one is taken.
     */
    public static final Property<Optional<Path>> CHECKPOINT_DIR = declare(
            "ringbus.checkpoint.dir",
            new Folder(),
            Optional.empty(),
            "Folder of checkpoints, from which a pipeline goes on; empty takes none.");

    /** Whether records may count twice after a recovery, so that none waits for a barrier; or no checkpoints at all. */
    public static final Property<CheckpointMode> CHECKPOINT_MODE = declare(
            "ringbus.checkpoint.mode",
            new Choice<>(CheckpointMode.class),
            CheckpointMode.EXACTLY_ONCE,
            "What a recovery promises of each record.");

    /** Time from the beginning of one checkpoint to that of the next: what has to be done again after a crash. */
    public static final Property<Long> CHECKPOINT_INTERVAL = declare(
            "ringbus.checkpoint.interval",
            new Duration(0, 24 * HOUR),
            10 * SECOND,
            "Time from checkpoint to checkpoint; 0 takes them on demand only.");

    /** The least that every sink must keep through a crash; a pipeline with one that cannot is not started. */
    public static final Property<Guarantee> GUARANTEE = declare(
            "ringbus.guarantee",
            new Choice<>(Guarantee.class),
            Guarantee.NONE,
            "What each sink must keep through a crash at least; start() refuses a pipeline that cannot.");

    /** Least time between the end of a checkpoint and the beginning of the next, however long the first took. */
    public static final Property<Long> CHECKPOINT_PAUSE = declare(
            "ringbus.checkpoint.pause",
            new Duration(0, 24 * HOUR),
            0L,
            "Least time from the end of a checkpoint to the next.");

    /** A checkpoint that is not complete after this time is given up; the pipeline goes on. */
    public static final Property<Long> CHECKPOINT_TIMEOUT = declare(
            "ringbus.checkpoint.timeout",
            new Duration(SECOND / 1_000, 24 * HOUR),
            600 * SECOND,
            "Time after which a checkpoint is given up.");

    /** Complete checkpoints that are kept on disk; older ones are deleted when a new one is complete. */
    public static final Property<Integer> CHECKPOINT_RETAINED = declare(
            "ringbus.checkpoint.retained",
            new Whole("checkpoints", 1, 1_000),
            2,
            "Complete checkpoints that are kept.");

    /**
     * Checkpoints in a row that write only the keyed state that changed since the one before; the next writes all of it, and
     * so does one after increments that together hold more than what they build on. A recovery reads the whole row.
     */
    public static final Property<Integer> CHECKPOINT_INCREMENTS = declare(
            "ringbus.checkpoint.increments",
            new Whole("checkpoints", 0, 1_000),
            16,
            "Checkpoints in a row that write only what changed.");

    /**
     * Keyed state that a stage writes into a snapshot between two turns: how long it stops for a checkpoint. 16 KiB are some
     * 250 cells of 64 bytes, and take microseconds. After a short turn it is a share of that, when behind eight times as much.
     */
    public static final Property<Integer> CHECKPOINT_PORTION = declare(
            "ringbus.checkpoint.portion",
            new Whole("bytes", 64, 1 << 24),
            1 << 14,
            "Keyed state written into a snapshot at a time.");

    /** What a power cut may take of a journal. SYNC waits for the disk once per group of records, some 0.1 to 10 ms. */
    public static final Property<Durability> JOURNAL_DURABILITY = declare(
            "ringbus.journal.durability",
            Scope.RING,
            new Choice<>(Durability.class),
            Durability.SYNC,
            "When the records of a journal are forced to the disk.");

    /** Under {@link Durability#INTERVAL}: the longest time for which a record may not be forced yet. */
    public static final Property<Long> JOURNAL_INTERVAL = declare(
            "ringbus.journal.interval", Scope.RING, new Duration(US, HOUR), 10 * MS, "Time from force to force.");

    /** Bytes after which a journal goes on in a new file; whole files are deleted behind the oldest checkpoint. */
    public static final Property<Integer> JOURNAL_SEGMENT_BYTES = declare(
            "ringbus.journal.segment.bytes",
            Scope.RING,
            new Whole("bytes", 1 << 12, 1 << 30),
            1 << 26,
            "Length at which a journal begins its next file.");

    /**
     * Keys to plan for, per state and partition. Memory is about {@code keys * (value bytes + key bytes + 16)} for
     * the cells and 32 B per key for the table that finds them: 16 k keys of a 64-byte value and an 8-byte key are
     * 16,384 * 120 B = 1.9 MiB. More keys are possible at the price of a migration.
     */
    public static final Property<Integer> STATE_KEYS = declare(
            "ringbus.state.keys",
            Scope.STAGE,
            new Whole("keys", 1, 1 << 30),
            16_384,
            "Keys to plan for, per state and partition.");

    /** Part of {@link #STATE_KEYS} in use at which a warning is given, once. */
    public static final Property<Integer> STATE_WARN = declare(
            "ringbus.state.warn",
            Scope.STAGE,
            new Whole("percent", 1, 100),
            80,
            "Part of the planned keys in use at which a warning is given.");

    /**
     * Slices of a time window open at once, per key. A window of {@code size} every {@code slide} needs {@code size /
     * gcd(size, slide)} of them and some for records that run ahead; a key's cell is {@code slices * accumulator
     * bytes}: 10 s every 5 ms are 2000 slices, and 31 KiB per key at 16 B each.
     */
    public static final Property<Integer> WINDOW_SLICES_MAX = declare(
            "ringbus.window.slices.max",
            Scope.STAGE,
            new Whole("slices", 1, 1 << 20),
            4_096,
            "Slices of a time window that may be open at once, per key.");

    /**
     * Records that a window over policies keeps, per key, where it keeps records at all. A record takes {@code 16 B + its
     * longest encoding + the accumulator} of a sliding aggregate; the buffer of a key grows by doubling: 1,048,576 ticks of 40
     * B under a sum are 64 MiB.
     */
    public static final Property<Integer> WINDOW_RECORDS_MAX = declare(
            "ringbus.window.records.max",
            Scope.STAGE,
            new Whole("records", 1, 1 << 30),
            1 << 20,
            "Records that a window over policies may keep, per key.");

    /**
     * Sessions of a session window open at once, per key: one, and those that wait for the watermark or for late records.
     * Cells begin with room for two and are widened for all keys when one needs more; a key's cell is {@code 8 +
     * sessions * (24 + accumulator)} bytes, the number of sessions rounded up to a power of two: 1024 of 16 B are 40 KiB.
     */
    public static final Property<Integer> WINDOW_SESSIONS_MAX = declare(
            "ringbus.window.sessions.max",
            Scope.STAGE,
            new Whole("sessions", 1, 1 << 20),
            1_024,
            "Sessions of a session window that may be open at once, per key.");

    /** Keys fired before the stage looks at its inlets again: 1024 keys of 2 slices at 20 ns are 41 us. */
    public static final Property<Integer> WINDOW_PORTION = declare(
            "ringbus.window.portion",
            Scope.STAGE,
            new Whole("keys", 1, 1 << 20),
            1_024,
            "Keys whose windows fire in one turn of a stage.");

    /** How long a stage may have a backlog and make no progress before it is reported; looked at this often. */
    public static final Property<Long> WATCHDOG_INTERVAL = declare(
            "ringbus.watchdog.interval",
            new Duration(0, HOUR),
            10 * SECOND,
            "How often stages with a backlog and no progress are looked for; 0 is never.");

    private Settings() {}

    /** All settings, in the order of their declaration. */
    public static List<Property<?>> all() {
        return Collections.unmodifiableList(DECLARED);
    }

    /** The setting of this name. */
    public static Optional<Property<?>> named(final String name) {
        return DECLARED.stream()
                .filter(property -> property.name().equals(name))
                .findFirst();
    }

    static List<String> names() {
        return DECLARED.stream().<String>map(Property::name).toList();
    }

    private static <T> Property<T> declare(
            final String name, final Kind<T> kind, final T byDefault, final String description) {
        return declare(name, Scope.PIPELINE, kind, byDefault, description);
    }

    private static <T> Property<T> declare(
            final String name, final Scope scope, final Kind<T> kind, final T byDefault, final String description) {
        final Property<T> property = new Property<>(name, scope, kind, byDefault, description);
        DECLARED.add(property);
        return property;
    }
}
