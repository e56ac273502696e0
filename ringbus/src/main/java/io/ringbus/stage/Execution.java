// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Queryable;
import io.ringbus.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A running topology.
 *
 * <p>It ends by itself when all input has ended, or is stopped: a stop is a drain, everything accepted before it comes out,
 * windows included unless a checkpoint keeps them (see {@link #stop()}). The first failure ends everything and is rethrown from {@link #await()}; no thread, ring or file is left
 * behind in any case.
 *
 * <p><b>Threading.</b> Any thread; without threads of its own, {@link #doWork()} by one thread at a time.
 */
public final class Execution implements AutoCloseable {
    private static final long INTERRUPT_GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    private final List<Stage> stages;
    private final List<StageRunner> runners = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final @Nullable StageRunner inline;
    private final RunSettings settings;
    private final Environment environment;
    private final List<Doorbell> doorbells;
    private final Counters counters;
    private final Runnable release;
    private final @Nullable BarrierListener barriers;
    private final AtomicReference<PipelineException> failure = new AtomicReference<>();
    private final AtomicInteger running;
    private final AtomicBoolean turning = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;
    private volatile @Nullable Thread driver;
    private boolean inlineClosed;

    Execution(
            final List<Stage> stages,
            final List<Doorbell> doorbells,
            final RunSettings settings,
            final Environment environment,
            final Counters counters,
            final Runnable release,
            final @Nullable BarrierListener barriers) {
        this.stages = List.copyOf(stages);
        this.settings = settings;
        this.environment = environment;
        this.doorbells = List.copyOf(doorbells);
        this.counters = counters;
        this.release = release;
        this.barriers = barriers;
        for (int i = 0; i < doorbells.size(); i++) {
            final List<Stage> mine = new ArrayList<>();
            for (int j = i; j < stages.size(); j += doorbells.size()) {
                mine.add(stages.get(j));
            }
            runners.add(new StageRunner(mine, this, settings, environment.clock(), doorbells.get(i)));
        }
        this.running = new AtomicInteger(runners.size());
        this.inline = settings.threads() == RunSettings.INLINE ? runners.get(0) : null;
        if (inline == null) {
            runners.forEach(this::launch);
        }
    }

    private void launch(final StageRunner runner) {
        final int index = threads.size();
        final Thread thread = environment.threads().newThread(() -> {
            try {
                if (!settings.cpus().isEmpty()) {
                    CpuPin.pin(settings.cpus().get(index % settings.cpus().size()));
                }
            } catch (final RuntimeException refused) {
                fail(refused);
            }
            runner.run();
        });
        thread.setName("ringbus-" + index + "-" + stages.get(index).name());
        threads.add(thread);
    }

    void start() {
        for (int i = 0; i < threads.size(); i++) {
            try {
                threads.get(i).start();
            } catch (final Throwable refused) { // the machine has no thread left: those that run end by themselves
                fail(refused);
                runners.get(i).closeStages();
            }
        }
    }

    /**
     * Takes one turn of every stage on the calling thread; only for an execution without threads of its own. Does nothing
     * while another turn is under way, on another thread or further up on this one.
     */
    public int doWork() {
        if (inline == null) {
            throw new IllegalStateException("execution: doWork() needs ringbus.threads=0; it has threads="
                    + threads.size() + " of its own: call await()");
        }
        if (!turning.compareAndSet(false, true)) {
            return 0;
        }
        try {
            driver = Thread.currentThread();
            return inlineTurn(inline);
        } finally {
            turning.set(false);
        }
    }

    private int inlineTurn(final StageRunner runner) {
        if (inlineClosed) {
            return 0;
        }
        int work = 0;
        try {
            work = cancelled ? 0 : runner.turn();
        } catch (final Throwable cause) {
            fail(cause);
        }
        if (cancelled || runner.isDone()) {
            inlineClosed = true;
            runner.closeStages();
        }
        return work;
    }

    /** Takes a turn on behalf of a publisher that found its ring full, if it is the thread that drives the stages. */
    void help() {
        final Thread last = driver;
        if (inline != null && (last == null || last == Thread.currentThread())) {
            doWork();
        }
    }

    /** True when everything has ended, by itself, by a stop or by a failure. */
    public boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Waits for the end, however long it takes; rethrows the first failure. */
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** Waits for the end; false when it has not come in time. Rethrows the first failure. */
    public boolean await(final long timeout, final TimeUnit unit) throws InterruptedException {
        final boolean inTime = awaitEnd(timeout, unit);
        if (inTime) {
            rethrow();
        }
        return inTime;
    }

    private boolean awaitEnd(final long timeout, final TimeUnit unit) throws InterruptedException {
        final boolean inTime = inline == null ? ended.await(timeout, unit) : driveInline(inline, unit.toNanos(timeout));
        if (inTime) {
            for (final Thread thread : threads) {
                thread.join();
            }
        }
        return inTime;
    }

    private boolean driveInline(final StageRunner runner, final long timeoutNs) throws InterruptedException {
        final long startNs = environment.clock().nanoTime();
        while (!isEnded()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            final int work = doWork();
            if (!isEnded() && environment.clock().nanoTime() - startNs >= timeoutNs) {
                return false;
            }
            runner.pause(work);
        }
        return true;
    }

    private void rethrow() {
        final PipelineException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /**
     * Asks every source and ingress to end; returns at once. Everything accepted before comes out.
     *
     * <p>With checkpoints, windows that are open stay open instead: a last checkpoint is taken, sinks show what they accepted
     * before it, and a pipeline that is started again goes on as if it had never stopped.
     */
    public void stop() {
        if (barriers != null && barriers.concludes()) {
            stages.forEach(Stage::rest);
            barriers.conclude();
        } else {
            stages.forEach(Stage::stop);
        }
    }

    /**
     * Stops and waits. After the timeout the rest is cancelled, and {@link PipelineException} says which stages had not come
     * to their end.
     */
    public void stop(final long timeout, final TimeUnit unit) throws InterruptedException {
        stopAndWait(timeout, unit);
        rethrow();
    }

    private void stopAndWait(final long timeout, final TimeUnit unit) throws InterruptedException {
        stop();
        if (!awaitEnd(timeout, unit)) {
            final String late = unfinished();
            cancel();
            throw new PipelineException(
                    late,
                    "at stop",
                    "not done within " + unit.toMillis(timeout)
                            + " ms (ringbus.stop.timeout): cancelled; raise the timeout or look for a blocking operator",
                    new TimeoutException("stop"));
        }
    }

    private String unfinished() {
        final StringBuilder names = new StringBuilder();
        for (final Stage stage : stages) {
            if (!stage.isDone()) {
                names.append(names.isEmpty() ? "" : ", ").append(stage.name());
            }
        }
        return names.toString();
    }

    /**
     * Ends without draining: what is in the rings is dropped. Waits for the threads; those that user code blocks are
     * interrupted.
     */
    public void cancel() throws InterruptedException {
        cancelled = true;
        while (inline != null && !isEnded()) {
            if (turning.get() && driver == Thread.currentThread()) {
                return; // called from within a turn, which ends everything when it is over
            }
            doWork();
            Thread.onSpinWait();
        }
        for (final Thread thread : threads) {
            thread.join(TimeUnit.NANOSECONDS.toMillis(INTERRUPT_GRACE_NS));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.NANOSECONDS.toMillis(INTERRUPT_GRACE_NS));
            }
        }
    }

    /** Stops within {@code ringbus.stop.timeout} if it has not ended yet. Failures are left to {@link #await()}. */
    @Override
    public void close() {
        try {
            if (!isEnded()) {
                stopAndWait(settings.stopTimeoutNs(), TimeUnit.NANOSECONDS);
            }
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException interrupted) {
            cancelled = true;
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What the windows or the running aggregate called {@code name} come to for {@code key} now: the results that would be
     * emitted if the open windows ended at once, oldest first; one for a running aggregate, none for an unknown key. A name is
     * given by {@code Stream.name}.
     *
     * <pre>{@code
     * List<WindowResult<String, Double>> means = execution.query("means", "SPX");
     * }</pre>
     *
     * <p>What is asked of windows is marked as early results are: by {@code WindowResult.early()}, and for a function over a
     * window, which is called for the answer alone, by {@code Window.isEarly()}. A window over policies answers with what it
     * holds, whether it has been told or not.
     *
     * <p><b>Threading.</b> Any thread but those of the stages. Waits until the stage has come to the end of its turn.
     * <p><b>Ordering.</b> All results are of one moment between two records: what the stage had processed until then, and nothing
     * of what came later. A window counts as open until the watermark has passed its end.
     * <p><b>Failure.</b> {@link IllegalArgumentException} for a name that is not there, and for a key of another class than the
     * records have; {@link IllegalStateException} when the pipeline has ended, or a stage would have to wait for itself; what
     * the aggregate or the function throws is the cause of the latter.
     */
    public <R> List<R> query(final String name, final Object key) throws InterruptedException {
        final List<Stage> asked = new ArrayList<>(stages);
        asked.removeIf(stage -> !stage.questions().knows(name));
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("query: name='" + name + "' is not among " + queryableNames()
                    + ": name the result of a window or a running aggregate with name(..)");
        }
        asked.get(0).questions().requireKey(name, key);
        final Thread asker = Thread.currentThread();
        if (threads.contains(asker) || (turning.get() && driver == asker)) {
            throw new IllegalStateException("query '" + name
                    + "': a stage cannot wait for itself: ask on a thread that is not one of the pipeline's");
        }
        final List<CompletableFuture<List<?>>> answers = new ArrayList<>();
        for (final Stage stage : asked) {
            answers.add(stage.questions().ask(name, key));
            doorbells.get(stages.indexOf(stage) % doorbells.size()).run();
        }
        return answered(name, asked, answers);
    }

    /** The same of what has no keys: windows over all records. Where they are grouped inside, all groups answer. */
    public <R> List<R> query(final String name) throws InterruptedException {
        return query(name, Queryable.NO_KEY);
    }

    /** Of several instances, only that of the key's group has anything to say. */
    @SuppressWarnings("unchecked") // the caller knows what the stream emits
    private <R> List<R> answered(
            final String name, final List<Stage> asked, final List<CompletableFuture<List<?>>> answers)
            throws InterruptedException {
        final List<R> results = new ArrayList<>();
        try {
            for (final CompletableFuture<List<?>> answer : answers) {
                while (inline != null && !answer.isDone()) {
                    answerInline(asked);
                }
                results.addAll((List<R>) answer.get());
            }
        } catch (final ExecutionException refused) {
            throw refused.getCause() instanceof IllegalStateException ended
                    ? ended
                    : new IllegalStateException("query '" + name + "': " + refused.getCause(), refused.getCause());
        }
        return results;
    }

    /** Without threads of its own, whoever asks answers, between the turns of others. */
    private void answerInline(final List<Stage> asked) {
        if (turning.compareAndSet(false, true)) {
            asked.forEach(stage -> stage.questions().answer());
            turning.set(false);
        }
        Thread.onSpinWait();
    }

    private List<String> queryableNames() {
        final TreeSet<String> names = new TreeSet<>();
        stages.forEach(stage -> stage.questions().names().forEach(names::add));
        return List.copyOf(names);
    }

    /** What is counted while it runs. */
    public Counters counters() {
        return counters;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void fail(final Throwable cause) {
        failure.compareAndSet(
                null,
                cause instanceof PipelineException known
                        ? known
                        : new PipelineException("-", "start", String.valueOf(cause), cause));
        cancelled = true;
    }

    void runnerEnded() {
        if (running.decrementAndGet() == 0) {
            try {
                release.run();
            } catch (final RuntimeException problem) {
                fail(problem);
            } finally {
                ended.countDown();
            }
        }
    }
}
