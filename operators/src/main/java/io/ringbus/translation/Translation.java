// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.barriers.journal.JournalInlet;
import io.ringbus.barriers.journal.JournalPositions;
import io.ringbus.barriers.journal.JournalSettings;
import io.ringbus.chain.Source;
import io.ringbus.chain.Specialiser;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Scope;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.Journal;
import io.ringbus.environment.Clock;
import io.ringbus.environment.Environment;
import io.ringbus.plan.IngressHandle;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanLoop;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import io.ringbus.recovery.JournalThread;
import io.ringbus.ring.Gate;
import io.ringbus.ring.SharedIngress;
import io.ringbus.stage.RunSettings;
import io.ringbus.stage.StageBuilder;
import io.ringbus.stage.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan turned into a topology: stages laid out, rings made, states opened, chains built.
 *
 * <p><b>Threading.</b> Made by one thread; the flush interval may be changed by any.
 * <p><b>Failure.</b> What cannot be translated is refused with the vertex's name, and nothing is left open.
 */
public final class Translation {
    private final Plan plan;
    private final Config config;
    private final Clock clock;
    private final Topology topology;
    private final Rings rings;
    private final StageLayout layout;
    private final List<StageLayout.Slot> slots;
    private final List<List<StageBuilder>> stages = new ArrayList<>();
    private final List<JournalThread> journals = new ArrayList<>();
    private final JournalPositions journalPositions = new JournalPositions();
    private final @Nullable DeadLetters deadLetters;

    private Translation(
            final Plan plan,
            final Config config,
            final Environment environment,
            final Specialiser clones,
            final @Nullable DeadLetters deadLetters) {
        this.plan = plan;
        this.config = config;
        this.layout = new StageLayout(plan);
        this.slots = layout.stages();
        this.clock = environment.clock();
        this.topology = new Topology(environment, runSettings(config), clones);
        this.rings = new Rings(config, topology);
        this.deadLetters = deadLetters == null ? null : deadLetters.in(plan, config);
        if (this.deadLetters != null) {
            this.deadLetters.closeWith(topology);
        }
    }

    /** Translates {@code plan}. */
    public static Translation of(
            final Plan plan,
            final Config config,
            final Environment environment,
            final @Nullable DeadLetters deadLetters) {
        final Specialiser specialiser = new Specialiser(config.get(Settings.SPECIALISE));
        if (config.get(Settings.SPECIALISE)) {
            InliningDirectives.install();
        }
        final Translation translation = new Translation(plan, config, environment, specialiser, deadLetters);
        try {
            translation.build(specialiser);
        } catch (final RuntimeException | Error refused) {
            translation.topology.discard();
            throw refused;
        }
        return translation;
    }

    private static RunSettings runSettings(final Config config) {
        final Threads threads = config.get(Settings.THREADS);
        return new RunSettings(
                threads.isPerStage() ? RunSettings.PER_STAGE : threads.count(),
                config.get(Settings.IDLE),
                config.get(Settings.IDLE_PARK),
                config.get(Settings.AFFINITY),
                config.get(Settings.STOP_TIMEOUT));
    }

    private void build(final Specialiser specialiser) {
        for (final StageLayout.Slot slot : slots) {
            final int drainLimit = config.forStage(slot.name()).get(Settings.STAGE_DRAIN_LIMIT);
            final List<StageBuilder> instances = new ArrayList<>();
            for (int i = 0; i < slot.instances(); i++) {
                instances.add(topology.stage(slot.instanceName(i), drainLimit));
            }
            stages.add(instances);
        }
        addRings();
        config.requireNames(
                Scope.STAGE, slots.stream().map(StageLayout.Slot::name).toList());
        config.requireNames(Scope.RING, ringNames());
        final OperatorMaker operators = new OperatorMaker(
                config, specialiser, new States(config, topology, specialiser), topology.counters(), clock);
        for (int s = 0; s < slots.size(); s++) {
            for (int i = 0; i < slots.get(s).instances(); i++) {
                final StageBuilder stage = stages.get(s).get(i);
                final StageAssembly assembly = new StageAssembly(
                        plan,
                        layout,
                        rings,
                        new ErrorRules(config, topology.counters(), deadLetters, stage),
                        operators,
                        specialiser,
                        stage,
                        slots.get(s).name(),
                        i,
                        config.forStage(slots.get(s).name()).get(Settings.HEARTBEAT_INTERVAL));
                assemble(slots.get(s), stage, assembly);
            }
        }
    }

    /** Names that settings of rings may give: ingresses are rings, too. */
    private List<String> ringNames() {
        final List<String> names = new ArrayList<>(rings.names());
        for (final PlanNode node : plan.nodes()) {
            if (node.task() instanceof Task.Receive<?> receive) {
                names.add(receive.ingress().name());
            }
        }
        return names;
    }

    private void addRings() {
        for (int s = 0; s < slots.size(); s++) {
            for (final PlanNode to : slots.get(s).nodes()) {
                for (int input = 0; input < to.inputs().size(); input++) {
                    final PlanNode from = plan.node(to.inputs().get(input));
                    if (layout.crosses(from, to)) {
                        addRings(from, to, input, stages.get(s));
                    }
                }
                for (final PlanLoop loop : plan.loops()) {
                    if (loop.head().id() == to.id()) {
                        addRings(loop.last(plan), to, Rings.backInput(loop), stages.get(s));
                    }
                }
            }
        }
    }

    private void addRings(final PlanNode from, final PlanNode to, final int input, final List<StageBuilder> readers) {
        for (int writer = 0; writer < from.parallelism(); writer++) {
            for (int reader = 0; reader < readers.size(); reader++) {
                rings.add(from, writer, to, input, reader, readers.get(reader));
            }
        }
    }

    private void assemble(final StageLayout.Slot slot, final StageBuilder stage, final StageAssembly assembly) {
        for (final PlanNode node : slot.nodes()) {
            if (node.task() instanceof Task.Read<?> read) {
                assembly.source(node, read.source(), read.idleAfterNs());
            } else if (node.task() instanceof Task.Receive<?> receive) {
                receive(node, receive, slot, stage, assembly);
            }
            for (int i = 0; i < node.inputs().size(); i++) {
                final PlanNode from = plan.node(node.inputs().get(i));
                if (layout.crosses(from, node)) {
                    assembly.inlets(from, node, i);
                }
            }
            if (node.task() instanceof Task.Iterate) {
                assembly.backInlets(node);
            }
        }
    }

    private <T> void receive(
            final PlanNode node,
            final Task.Receive<T> receive,
            final StageLayout.Slot slot,
            final StageBuilder stage,
            final StageAssembly assembly) {
        final IngressHandle<T> handle = receive.ingress();
        final Journal folder = handle.journal();
        if (folder == null) {
            assembly.ingress(node, receive, bound(handle, stage, null).ring());
            return;
        }
        final Config settings = config.forRing(handle.name());
        final Source<T> feeder = handle.feeder();
        final JournalThread journal = new JournalThread(
                handle.name(),
                folder.folder(),
                handle.codec(),
                new JournalSettings(
                        settings.get(Settings.JOURNAL_DURABILITY),
                        settings.get(Settings.JOURNAL_INTERVAL),
                        settings.get(Settings.JOURNAL_SEGMENT_BYTES)),
                feeder != null,
                topology.environment());
        final SharedIngress<T> ingress = bound(handle, stage, journal.gate());
        topology.closeLast(journal);
        if (feeder != null) {
            final ErrorRules errors =
                    new ErrorRules(forJournaled(handle.name(), slot), topology.counters(), null, stage);
            journal.feed(
                    feeder, ingress, errors.of(slot.name(), handle.name() + ".read"), config.get(Settings.IDLE_PARK));
        }
        final JournalInlet<T> inlet = journal.inlet(ingress, handle.codec());
        journals.add(journal);
        journalPositions.add(handle.name(), journal.writer(), inlet);
        assembly.source(node, inlet, receive.idleAfterNs());
    }

    /**
     * What a journaled source cannot read comes before the journal, and does not come again: a letter about it would be on its
     * way from the journal's thread to the stage's sink, and be lost with the process, silently.
     */
    private Config forJournaled(final String source, final StageLayout.Slot slot) {
        if (config.forStage(slot.name()).get(Settings.ERROR_POLICY) == ErrorPolicy.DEAD_LETTER) {
            throw new IllegalStateException("source '" + source + "': ringbus.error.policy=DEAD_LETTER in stage '"
                    + slot.name()
                    + "', but what a journaled source cannot read is in no journal, and its letter would be lost in a"
                    + " crash: choose FAIL or SKIP for the stage, journal what is read as it is, and take it apart in a stage"
                    + " behind it");
        }
        return config;
    }

    private <T> SharedIngress<T> bound(
            final IngressHandle<T> handle, final StageBuilder reader, final @Nullable Gate gate) {
        final SharedIngress<T> ingress = topology.ingress(
                handle.name(),
                rings.spec(handle.name(), handle.codec()),
                handle.codec(),
                config.forRing(handle.name()).get(Settings.INGRESS_TIMEOUT),
                reader,
                gate);
        handle.bind(ingress);
        return ingress;
    }

    /** The journals of ingresses, to be opened before the topology is started. */
    public List<JournalThread> journals() {
        return List.copyOf(journals);
    }

    /** What holds checkpoints and these journals together. */
    public JournalPositions journalPositions() {
        return journalPositions;
    }

    /** The physical graph, ready to be started. */
    public Topology topology() {
        return topology;
    }

    /** The class of the keys that the vertex called {@code name} goes by, or null when there is none. */
    public @Nullable Class<?> keyType(final String name) {
        for (final PlanNode node : plan.nodes()) {
            final Task.Keys<?, ?> keys = node.task().keyed();
            if (keys != null && node.name().equals(name)) {
                return keys.type();
            }
        }
        return null;
    }

    /** The flush interval in force of each ring, by name. */
    public Map<String, Long> flushIntervals() {
        return rings.flushIntervals();
    }

    /** Changes the flush interval of all rings. */
    public void flushInterval(final long intervalNs) {
        rings.flushInterval(intervalNs);
    }

    /** Changes the flush interval of one ring. */
    public void flushInterval(final String ring, final long intervalNs) {
        rings.flushInterval(ring, intervalNs);
    }
}
