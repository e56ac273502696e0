// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Specialiser;
import io.ringbus.codec.AddressCodec;
import io.ringbus.config.WaitMode;
import io.ringbus.environment.Environment;
import io.ringbus.ring.Gate;
import io.ringbus.ring.Ring;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.SharedIngress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The physical graph: stages and the rings between them. Built by the translation of a plan, then started once.
 *
 * <p><b>Threading.</b> Built by one thread.
 * <p><b>Lifetime.</b> Rings and everything given to {@link #closeLast} live until the last stage has ended; a topology that is
 * not started must be closed with {@link #discard()}.
 */
public final class Topology {
    private final Environment environment;
    private final RunSettings settings;
    private final Specialiser specialiser;
    private final Counters counters = new Counters();
    private final List<StageBuilder> stages = new ArrayList<>();
    private final List<Doorbell> doorbells = new ArrayList<>();
    private final List<AutoCloseable> closedLast = new ArrayList<>();
    private boolean built;
    private @Nullable BarrierListener barrierListener;
    private BarrierRules barrierRules = BarrierRules.DEFAULT;
    private Consumer<List<Stage>> beforeStart = stages -> {};
    private volatile @Nullable Execution execution;

    public Topology(final Environment environment, final RunSettings settings, final Specialiser specialiser) {
        this.environment = environment;
        this.settings = settings;
        this.specialiser = specialiser;
    }

    /** Adds a stage. All stages come before the first ring. */
    public StageBuilder stage(final String name, final int drainLimit) {
        if (settings.threads() == RunSettings.PER_STAGE || doorbells.size() < Math.max(1, settings.threads())) {
            doorbells.add(new Doorbell());
        }
        final StageBuilder stage = new StageBuilder(name, stages.size(), this, drainLimit);
        stages.add(stage);
        return stage;
    }

    /** Adds a ring that {@code reader} will read. */
    public Ring ring(final String name, final RingSpec spec, final StageBuilder reader) {
        final Ring ring = new Ring(name, spec, wakerOf(reader));
        closedLast.add(ring);
        counters.gauge("ring " + name + " occupancy", ring::occupancy);
        return ring;
    }

    /** Adds a ring that embedders write into and {@code reader} will read. */
    public <T> SharedIngress<T> ingress(
            final String name,
            final RingSpec spec,
            final AddressCodec<T> codec,
            final long timeoutNs,
            final StageBuilder reader) {
        return ingress(name, spec, codec, timeoutNs, reader, null);
    }

    /** The same, with a first reader before the stage. */
    public <T> SharedIngress<T> ingress(
            final String name,
            final RingSpec spec,
            final AddressCodec<T> codec,
            final long timeoutNs,
            final StageBuilder reader,
            final @Nullable Gate gate) {
        final SharedIngress<T> ingress = new SharedIngress<>(
                name, spec, codec, timeoutNs, environment.clock(), wakerOf(reader), this::help, gate);
        closedLast.add(ingress.ring());
        counters.gauge("ingress " + name + " occupancy", ingress.ring()::occupancy);
        return ingress;
    }

    private @Nullable Runnable wakerOf(final StageBuilder reader) {
        return settings.waitMode() == WaitMode.BLOCK ? doorbells.get(reader.index() % doorbells.size()) : null;
    }

    private void help() {
        final Execution running = execution;
        if (running != null) {
            running.help();
        }
    }

    /** Tells {@code listener} of every state that is saved. Before {@link #build()}. */
    public void barriers(final BarrierListener listener) {
        barrierListener = listener;
    }

    /** How stages treat barriers. Before {@link #build()}. */
    public void barrierRules(final BarrierRules rules) {
        barrierRules = rules;
    }

    /** Lets {@code action} see the stages before they are started, or simulated; after those that were given before. */
    public void beforeStart(final Consumer<List<Stage>> action) {
        beforeStart = beforeStart.andThen(action);
    }

    @Nullable
    BarrierListener barrierListener() {
        return barrierListener;
    }

    BarrierRules barrierRules() {
        return barrierRules;
    }

    /** Closes {@code resource} when the last stage has ended; resources given later are closed first. */
    public void closeLast(final AutoCloseable resource) {
        closedLast.add(resource);
    }

    /**
     * Builds the stages without running them, for a simulation that takes their turns itself and then closes them and
     * discards the topology.
     */
    public List<Stage> build() {
        if (built || stages.isEmpty()) {
            throw new IllegalStateException("topology: stages=" + stages.size() + ", built=" + built
                    + ": it takes at least one stage and is started once: make a new one");
        }
        final List<Stage> ready = new ArrayList<>();
        for (final StageBuilder stage : stages) {
            ready.add(stage.build());
        }
        built = true;
        try {
            beforeStart.accept(ready);
        } catch (final RuntimeException | Error refused) {
            ready.forEach(Stage::close);
            throw refused;
        }
        return ready;
    }

    /** Builds the stages and starts the threads. */
    public Execution start() {
        final List<Stage> ready = build();
        final Execution started;
        try {
            started = new Execution(ready, doorbells, settings, environment, counters, this::discard, barrierListener);
        } catch (final RuntimeException | Error refused) { // by the thread factory
            ready.forEach(Stage::close);
            discard();
            throw refused;
        }
        execution = started;
        started.start();
        return started;
    }

    /** Frees rings and other resources. Called by the execution at its end. */
    public void discard() {
        if (!built) {
            built = true;
            stages.forEach(StageBuilder::discard);
        }
        Collections.reverse(closedLast);
        RuntimeException problem = null;
        for (final AutoCloseable resource : closedLast) {
            try {
                resource.close();
            } catch (final Exception failed) {
                problem = new IllegalStateException("topology: closing " + resource + " failed: " + failed, failed);
            }
        }
        closedLast.clear();
        if (problem != null) {
            throw problem;
        }
    }

    /** The run, or null before it is started. */
    public @Nullable Execution execution() {
        return execution;
    }

    /** What the stages count. */
    public Counters counters() {
        return counters;
    }

    Specialiser specialiser() {
        return specialiser;
    }

    /** What the stages take from the outside world. */
    public Environment environment() {
        return environment;
    }
}
