// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.chain.LoopGate;
import io.ringbus.chain.Output;
import io.ringbus.codec.AddressCodec;
import io.ringbus.ring.FlushPolicy;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.Outlet;
import io.ringbus.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a stage's part in a loop together: the outlets and inlets that are inside it, its head and its end. A stage has part in
 * one loop at most.
 *
 * <p><b>Threading.</b> Before start.
 */
public final class LoopBuilder {
    private final StageBuilder stage;
    private final Flow aside = new Flow();
    private final List<Outlet<?>> outlets = new ArrayList<>();
    private final List<Feed> within = new ArrayList<>();
    private final List<Feed> backRings = new ArrayList<>();
    private final List<BackFeed> back = new ArrayList<>();
    private final List<Inlet> backInlets = new ArrayList<>();
    private @Nullable LoopGate gate;
    private @Nullable Output<?> first;
    private @Nullable LoopLog<?> log;
    private String name = "";
    private long maxWaitNs;

    LoopBuilder(final StageBuilder stage) {
        this.stage = stage;
        aside.hurry(); // an operator that waits for room at the loop's end would wait for itself
    }

    /** Ends a chain in a ring to another stage of the loop. */
    public <T> Output<T> outlet(final Ring ring, final AddressCodec<T> codec, final FlushPolicy policy) {
        final Outlet<T> outlet = stage.outlet(ring, codec, policy, stage.flow(), Long.MAX_VALUE);
        outlets.add(outlet);
        return outlet;
    }

    /** Ends a chain in a ring back to the head, beside which at most {@code spillBytesMax} are set aside. */
    public <T> Output<T> backOutlet(
            final Ring ring, final AddressCodec<T> codec, final FlushPolicy policy, final long spillBytesMax) {
        final Outlet<T> outlet = stage.outlet(ring, codec, policy, aside, spillBytesMax);
        outlets.add(outlet);
        return outlet;
    }

    /** Feeds a chain from a ring from another stage of the loop. */
    public <T> void inlet(final Ring ring, final AddressCodec<T> codec, final Output<T> head) {
        within.add(stage.inlet(new Inlet(ring), codec, head, null));
    }

    /** Begins the loop before {@code next}, and answers the way in for the stream that it reads. */
    public <T> Output<T> head(final String vertex, final Output<T> next, final long waitNs) {
        name = vertex;
        final LoopGate loop =
                stage.chain().loop(name, next, stage.counters().allocate("loop " + name + " records after its end"));
        gate = loop;
        first = next;
        maxWaitNs = waitNs;
        return stage.chain().forward(loop, next);
    }

    /** Feeds the head from a ring from the loop's end; behind {@link #head}. */
    @SuppressWarnings("unchecked")
    public <T> void backInlet(final Ring ring, final AddressCodec<T> codec) {
        if (gate == null || first == null) {
            throw new IllegalStateException(
                    "stage '" + stage.name() + "': ring '" + ring.name() + "' leads back to a loop without a head");
        }
        if (log == null) {
            log = new LoopLog<>(codec, stage.chain().back(gate, (Output<T>) first), stage.flow());
            stage.chain().stateful("returning " + name, log);
        }
        final Inlet inlet = new Inlet(ring);
        backInlets.add(inlet);
        final Feed feed = stage.inlet(inlet, codec, stage.chain().back(gate, (Output<T>) first), null);
        backRings.add(feed);
        back.add(new BackFeed(feed, log, log.add(inlet)));
    }

    /** The ways in of {@code feeds} that are not a loop's way back. */
    List<Feed> forward(final List<Feed> feeds) {
        final List<Feed> forward = new ArrayList<>(feeds);
        forward.removeAll(backRings);
        return forward;
    }

    LoopPart build(final List<Feed> feeds) {
        final Outlet<?>[] onward = outlets.toArray(new Outlet<?>[0]);
        if (gate != null && log != null) {
            return new LoopHead(
                    gate,
                    back.toArray(new BackFeed[0]),
                    log,
                    backInlets.toArray(new Inlet[0]),
                    onward,
                    aside,
                    stage.clock(),
                    maxWaitNs);
        }
        final List<Feed> beside = new ArrayList<>(feeds);
        beside.removeAll(within);
        return new LoopRelay(within.toArray(new Feed[0]), beside.toArray(new Feed[0]), onward, aside);
    }
}
