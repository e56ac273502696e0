// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.ChainBuilder;
import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Flow;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.AddressCodec;
import io.ringbus.environment.Clock;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.Outlet;
import io.ringbus.ring.OutletCounters;
import io.ringbus.ring.Outlets;
import io.ringbus.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts one stage together: its outlets first, then the chain in front of them, then the feeds in front of that.
 *
 * <p><b>Threading.</b> Before start.
 */
public final class StageBuilder {
    private final String name;
    private final int index;
    private final Topology topology;
    private final int drainLimit;
    private final Flow flow = new Flow();
    private boolean flowShared;
    private final ChainBuilder chain;
    private final List<Feed> feeds = new ArrayList<>();
    private final List<Outlet<?>> outlets = new ArrayList<>();
    private @Nullable LoopBuilder loop;

    StageBuilder(final String name, final int index, final Topology topology, final int drainLimit) {
        this.name = name;
        this.index = index;
        this.topology = topology;
        this.drainLimit = drainLimit;
        this.chain = new ChainBuilder(topology.specialiser(), flow);
    }

    /** Name of the stage. */
    public String name() {
        return name;
    }

    int index() {
        return index;
    }

    /** Builds the chain. */
    public ChainBuilder chain() {
        return chain;
    }

    /** The clock that the stage runs by. */
    public Clock clock() {
        return topology.environment().clock();
    }

    /** What holds the stage. */
    public Flow flow() {
        flowShared = true;
        return flow;
    }

    /** The stage's part in a loop. */
    public LoopBuilder loop() {
        if (loop == null) {
            loop = new LoopBuilder(this);
        }
        return loop;
    }

    Counters counters() {
        return topology.counters();
    }

    /** Ends a chain in a ring. */
    public <T> Output<T> outlet(final Ring ring, final AddressCodec<T> codec, final FlushPolicy policy) {
        return outlet(ring, codec, policy, flow, Long.MAX_VALUE);
    }

    /** Ends a chain in a ring that holds {@code held} when it is full. */
    <T> Outlet<T> outlet(
            final Ring ring,
            final AddressCodec<T> codec,
            final FlushPolicy policy,
            final Flow held,
            final long spillBytesMax) {
        final Counters counters = topology.counters();
        final String label = "ring " + ring.name();
        final OutletCounters counted = new OutletCounters(
                counters.allocate(label + " slots"),
                counters.allocate(label + " batches"),
                counters.allocate(label + " flushes"),
                counters.allocate(label + " full"));
        final Outlet<T> outlet = Outlets.of(ring, codec, policy, held, counted, topology.specialiser(), spillBytesMax);
        outlets.add(outlet);
        return outlet;
    }

    /** Feeds a chain from a ring. */
    public <T> void inlet(final Ring ring, final AddressCodec<T> codec, final Output<T> head) {
        inlet(new Inlet(ring), codec, head, null);
    }

    /** Feeds a chain from an ingress. {@code idleAfterNs} in which nobody publishes declare it idle; 0 never does. */
    public <T> void ingress(
            final Ring ring, final AddressCodec<T> codec, final Output<T> head, final long idleAfterNs) {
        inlet(new Inlet(ring), codec, head, idleAfterNs == 0 ? null : silence(head, idleAfterNs));
    }

    private Silence silence(final Output<?> head, final long idleAfterNs) {
        final Silence silence = new Silence(head, clock(), idleAfterNs);
        chain.stateful("silence", silence);
        return silence;
    }

    <T> Feed inlet(
            final Inlet inlet, final AddressCodec<T> codec, final Output<T> head, final @Nullable Silence silence) {
        final InletFeed.Root<T> root = new InletFeed.Root<>(
                inlet,
                inlet.table(),
                inlet.spans(),
                codec,
                head,
                flow,
                isHoldable(),
                new Frontier(),
                silence,
                topology.counters().allocate("stage " + name + " records from " + inlet.name()));
        final Feed feed = new FeedTurn(topology.specialiser().createAround(Feed.class, InletFeed.class, root, root));
        feeds.add(feed);
        return feed;
    }

    /**
     * Feeds a chain from a source. {@code idleAfterNs} of silence declare it idle; 0 leaves that to the source. {@code
     * frontier} is told the source's event time by the chain.
     */
    public <T> void source(
            final Source<T> source,
            final Output<T> head,
            final ErrorRule errors,
            final long idleAfterNs,
            final Frontier frontier) {
        chain.stateful("source " + errors.operator(), source);
        final SourceFeed.Root<T> root = new SourceFeed.Root<>(
                source,
                head,
                flow,
                isHoldable(),
                frontier,
                errors,
                silence(head, idleAfterNs),
                topology.counters().allocate("source " + errors.operator() + " records"));
        feeds.add(new FeedTurn(topology.specialiser().createAround(Feed.class, SourceFeed.class, root, root)));
    }

    /** Whether an outlet, an operator or somebody unknown can hold the flow. Feeds come last, so all are known. */
    private boolean isHoldable() {
        return flowShared || !outlets.isEmpty() || chain.hasOperators();
    }

    /** Gives back what the stage already holds, when it is never built. */
    void discard() {
        stage(List.of()).close();
    }

    Stage build() {
        if (feeds.isEmpty()) {
            throw new IllegalStateException(
                    "stage '" + name + "' has no source and no inlet: nothing would ever reach it");
        }
        return stage(feeds);
    }

    private Stage stage(final List<Feed> ways) {
        return new Stage(
                name,
                loop == null ? ways : loop.forward(ways),
                loop == null || ways.isEmpty() ? null : loop.build(ways),
                new Links(chain.links(), flow, clock()),
                outlets,
                flow,
                topology.environment(),
                drainLimit,
                chain.states(),
                chain.sinks(),
                new Questions(chain.queryables()),
                topology.barrierListener(),
                topology.barrierRules());
    }
}
