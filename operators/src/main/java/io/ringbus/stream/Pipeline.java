// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.chain.DeadLetter;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.codec.Codec;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Preflight;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.environment.Environment;
import io.ringbus.management.PipelineBean;
import io.ringbus.management.Watchdog;
import io.ringbus.plan.IngressHandle;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.RecordType;
import io.ringbus.plan.Task;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.recovery.Savepoint;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.stage.Topology;
import io.ringbus.translation.DeadLetters;
import io.ringbus.translation.Explanation;
import io.ringbus.translation.Guarantees;
import io.ringbus.translation.Translation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program over streams: put together with {@link #from} and the methods of {@link Stream}, then started.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.create();
 * pipeline.from(trades)
 *         .eventTime(Trade::timeNs)
 *         .keyBy(Trade::symbol)
 *         .window(Time.of(10, SECONDS))
 *         .aggregate(Aggregates.mean(Trade::price))
 *         .to(Sinks.print());
 * try (Execution execution = pipeline.start()) {
 *     execution.await();
 * }
 * }</pre>
 *
 * <p><b>Threading.</b> Built and started by one thread; {@link #flushInterval} by any.
 * <p><b>Failure.</b> What is wrong with the program is said by {@link #start()} at the latest, before anything runs.
 */
public final class Pipeline {
    private static final AtomicLong UNNAMED = new AtomicLong();

    private final Config config;
    private final Plan plan = new Plan();
    private final Map<IngressHandle<?>, Boolean> ingresses = new LinkedHashMap<>(); // true once it is read
    private String name = "pipeline-" + UNNAMED.incrementAndGet();
    private @Nullable DeadLetters deadLetters;
    private CheckpointListener checkpointListener = Checkpointing.log();
    private @Nullable Savepoint beginning;
    private @Nullable Checkpointing checkpointing;
    private @Nullable Translation translation;

    private Pipeline(final Config config) {
        this.config = config;
    }

    /** A pipeline with the default settings, as system properties amend them. */
    public static Pipeline create() {
        return create(Config.defaults());
    }

    /** A pipeline with these settings. */
    public static Pipeline create(final Config config) {
        Preflight.requireKernel(); // here, since a codec already touches off-heap memory
        return new Pipeline(config);
    }

    /** Names it, for JMX; unique among the pipelines that run in this JVM. */
    public Pipeline name(final String name) {
        this.name = name;
        return this;
    }

    /** The records of a source. */
    public <T> Stream<T> from(final Source<T> source) {
        return new Stream<>(this, plan.add(new Task.Read<>(source, 0), List.of(), RecordType.unknown()));
    }

    /**
     * The records of a source for which time does not wait after this much silence. Silence is that the source has nothing,
     * not that a filter drops what it has.
     */
    public <T> Stream<T> from(final Source<T> source, final Duration idleAfter) {
        return new Stream<>(
                this, plan.add(new Task.Read<>(source, idleAfterNs(idleAfter)), List.of(), RecordType.unknown()));
    }

    private static long idleAfterNs(final Duration idleAfter) {
        return Waits.someNanos("pipeline: idleAfter=", idleAfter, "time waits for every input");
    }

    /**
     * The records of a source that cannot be read again, such as a socket, by way of a journal: they are written there, in the
     * form of {@code codec}, before they are processed. The source is polled by the journal's thread.
     */
    public <T> Stream<T> from(final String name, final Source<T> source, final Codec<T> codec, final Journal journal) {
        return from(added(new IngressHandle<>(name, Codecs.addressed(codec), journal, source)));
    }

    /** What is put into an ingress of this pipeline. */
    public <T> Stream<T> from(final Ingress<T> ingress) {
        return received(ingress, 0);
    }

    /** The same, where time does not wait for the ingress after nobody has published for this long. */
    public <T> Stream<T> from(final Ingress<T> ingress, final Duration idleAfter) {
        return received(ingress, idleAfterNs(idleAfter));
    }

    private <T> Stream<T> received(final Ingress<T> ingress, final long idleAfterNs) {
        if (!(ingress instanceof IngressHandle<T> mine) || !ingresses.containsKey(mine)) {
            throw new IllegalArgumentException(
                    "pipeline: from(ingress) takes an ingress that this pipeline made: make" + " it with ingress(..)");
        }
        if (ingresses.get(mine)) {
            throw new IllegalArgumentException(
                    "ingress '" + mine.name() + "': read twice: call from(ingress) once and use the stream twice");
        }
        ingresses.put(mine, true);
        final PlanNode node = plan.add(new Task.Receive<>(mine, idleAfterNs), List.of(), RecordType.of(mine.codec()));
        return new Stream<T>(this, node).name(mine.name());
    }

    /** A way in for records of the embedder's own threads; read it with {@link #from(Ingress)}. */
    public <T> Ingress<T> ingress(final Codec<T> codec) {
        return ingress("ingress-" + ingresses.size(), codec);
    }

    /** A way in with a name of its own, for settings and counters. */
    public <T> Ingress<T> ingress(final String name, final Codec<T> codec) {
        return added(new IngressHandle<>(name, Codecs.addressed(codec), null, null));
    }

    /** A way in whose records are written to a journal before they are processed. */
    public <T> Ingress<T> ingress(final String name, final Codec<T> codec, final Journal journal) {
        return added(new IngressHandle<>(name, Codecs.addressed(codec), journal, null));
    }

    private <T> IngressHandle<T> added(final IngressHandle<T> handle) {
        ingresses.put(handle, false);
        return handle;
    }

    /**
     * Where records go that the error policy DEAD_LETTER gives up. Where several stages do, the sink is called by all their
     * threads, one at a time, and is no part of checkpoints: {@link #deadLettersOf} gives each its own.
     */
    public Pipeline deadLetters(final Sink<? super DeadLetter> sink) {
        deadLetters = DeadLetters.to(sink);
        return this;
    }

    /**
     * Where records go that the error policy DEAD_LETTER gives up: a sink for each stage, made from its name, which is part of
     * checkpoints as any other sink.
     */
    public Pipeline deadLettersOf(final Function<? super String, ? extends Sink<? super DeadLetter>> sinks) {
        deadLetters = DeadLetters.perStage(sinks);
        return this;
    }

    /** Changes the flush interval of all rings of the running pipeline; 0 publishes every record at once. */
    public void flushInterval(final Duration interval) {
        started().flushInterval(Waits.nanos("pipeline: flushInterval=", interval));
    }

    /** Changes the flush interval of one ring of the running pipeline. */
    public void flushInterval(final String ring, final Duration interval) {
        started().flushInterval(ring, Waits.nanos("ring '" + ring + "': flushInterval=", interval));
    }

    /** The plan and the topology that it becomes, as text. */
    public String explain() {
        final Plan whole = plan.withWholeMerges();
        final StringBuilder text = new StringBuilder(new Explanation(whole, config).text());
        text.append("guarantees\n");
        Guarantees.of(whole, config, deadLetters)
                .forEach(kept -> text.append("  ").append(kept).append('\n'));
        return text.toString();
    }

    /** The topology as a Mermaid diagram. */
    public String explainMermaid() {
        return new Explanation(plan.withWholeMerges(), config).mermaid();
    }

    /** Starts it. */
    public Execution start() {
        return start(Environment.system());
    }

    /** Starts it in an environment of the caller's: another clock, other threads. */
    public Execution start(final Environment environment) {
        if (beginning != null && Checkpointing.folder(config).isEmpty()) {
            throw new IllegalStateException("pipeline: continueFrom(" + beginning.folder()
                    + ") needs a folder for the checkpoints that follow: set ringbus.checkpoint.dir");
        }
        final Translation translated = translate(environment);
        try {
            final Topology topology = translated.topology();
            Checkpointing.folder(config).ifPresent(folder -> {
                checkpointing = Checkpointing.of(
                        folder, environment.storage(), plan, config, topology, checkpointListener, beginning);
                checkpointing.join(translated.journalPositions());
                checkpointing.start(environment);
            });
            translated.journals().forEach(journal -> journal.start(environment));
            topology.closeLast(PipelineBean.register(name, translated));
            final long watchNs = config.get(Settings.WATCHDOG_INTERVAL);
            if (watchNs > 0 && !config.get(Settings.THREADS).isInline()) {
                topology.closeLast(new Watchdog(topology.counters(), watchNs, environment.threads()));
            }
            return topology.start();
        } catch (final RuntimeException | Error refused) {
            translated.topology().discard();
            throw refused;
        }
    }

    /** Takes a checkpoint of the running pipeline as soon as none is under way; it needs {@code ringbus.checkpoint.dir}. */
    public void checkpoint() {
        if (checkpointing == null) {
            throw new IllegalStateException(
                    "pipeline: checkpoint() needs a running pipeline and a folder: set ringbus.checkpoint.dir");
        }
        checkpointing.request();
    }

    /** Tells {@code listener} what becomes of each checkpoint, in place of the log. Before the start. */
    public Pipeline onCheckpoint(final CheckpointListener listener) {
        checkpointListener = listener;
        return this;
    }

    /**
     * Takes a savepoint of the running pipeline into {@code folder}: all of its state, which a changed pipeline can go on from by
     * {@link #continueFrom}. It needs {@code ringbus.checkpoint.dir}. Answers the savepoint's id, once it is durable.
     */
    public CompletableFuture<Long> savepoint(final Path folder) {
        if (checkpointing == null) {
            throw new IllegalStateException(
                    "pipeline: savepoint() needs a running pipeline that takes checkpoints: set ringbus.checkpoint.dir");
        }
        return checkpointing.savepoint(folder);
    }

    /**
     * Lets the pipeline begin with the state of another, or of itself before it was changed. Once its own
     * {@code ringbus.checkpoint.dir} holds a checkpoint, it goes on from that.
     */
    public Pipeline continueFrom(final Savepoint savepoint) {
        beginning = savepoint;
        return this;
    }

    /** Translates the plan without running it: for a simulation, which takes the stages' turns itself. */
    public Translation translate(final Environment environment) {
        if (translation != null) {
            throw new IllegalStateException("pipeline: started before: a pipeline runs once; build another one");
        }
        if (plan.nodes().isEmpty()) {
            throw new IllegalStateException("pipeline: vertices=0: nothing would run: begin with from(..)");
        }
        ingresses.forEach((ingress, read) -> {
            if (!read) {
                throw new IllegalStateException("ingress '" + ingress.name()
                        + "': nobody reads it: say from(ingress), or leave the ingress out");
            }
        });
        Preflight.requireKernel();
        Guarantees.require(Guarantees.of(plan, config, deadLetters));
        translation = Translation.of(plan.withWholeMerges(), config, environment, deadLetters);
        plan.seal();
        return translation;
    }

    private Translation started() {
        if (translation == null) {
            throw new IllegalStateException("pipeline: not started: set ringbus.flush.interval instead");
        }
        return translation;
    }

    Plan plan() {
        return plan;
    }

    long slicesMax() {
        return config.get(Settings.WINDOW_SLICES_MAX);
    }
}
