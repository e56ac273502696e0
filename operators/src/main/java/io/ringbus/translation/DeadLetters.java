// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.DeadLetter;
import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Guarantee;
import io.ringbus.config.Settings;
import io.ringbus.plan.Plan;
import io.ringbus.stage.Topology;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where dead letters go: a sink of its own for each stage, which is then part of the stage's checkpoints as any other sink; or
 * one that several stages share, which cannot be, as each has its barriers at another time.
 *
 * <p><b>Threading.</b> Before start.
 */
public final class DeadLetters {
    private final Function<? super String, ? extends Sink<? super DeadLetter>> sinks;
    private final boolean one;
    private final @Nullable AutoCloseable shared;

    private DeadLetters(
            final Function<? super String, ? extends Sink<? super DeadLetter>> sinks,
            final boolean one,
            final @Nullable AutoCloseable shared) {
        this.sinks = sinks;
        this.one = one;
        this.shared = shared;
    }

    /** One sink for all. */
    public static DeadLetters to(final Sink<? super DeadLetter> sink) {
        return new DeadLetters(stage -> sink, true, null);
    }

    /** What {@code sinks} makes for each stage, by its name. */
    public static DeadLetters perStage(final Function<? super String, ? extends Sink<? super DeadLetter>> sinks) {
        return new DeadLetters(sinks, false, null);
    }

    /** The same, as the stages of this plan see it. */
    DeadLetters in(final Plan plan, final Config config) {
        int writers = 0;
        for (final StageLayout.Slot slot : new StageLayout(plan).stages()) {
            final boolean writes = config.forStage(slot.name()).get(Settings.ERROR_POLICY) == ErrorPolicy.DEAD_LETTER;
            writers += writes ? slot.instances() : 0;
        }
        if (!one || writers < 2) {
            return this;
        }
        final SharedSink several = new SharedSink(sinks.apply(""));
        return new DeadLetters(stage -> several, false, new SharedEnd(several));
    }

    /** Closes what several stages share behind the last of them: one that has ended may have been faster than another's start. */
    void closeWith(final Topology topology) {
        if (shared != null) {
            topology.closeLast(shared);
        }
    }

    /** The sink of one stage. */
    Sink<? super DeadLetter> of(final String stage) {
        return sinks.apply(stage);
    }

    /** Takes records of several stages' threads, one at a time. Opened by the first stage, closed by {@link SharedEnd}. */
    private static final class SharedSink implements Sink<DeadLetter> {
        private final Sink<? super DeadLetter> sink;
        private boolean opened;

        SharedSink(final Sink<? super DeadLetter> sink) {
            this.sink = sink;
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.NONE;
        }

        @Override
        public synchronized void open() throws Exception {
            if (!opened) {
                opened = true;
                sink.open();
            }
        }

        @Override
        public synchronized void accept(final DeadLetter letter, final long timestampNs) throws Exception {
            sink.accept(letter, timestampNs);
        }

        @Override
        public synchronized void flush() throws Exception {
            sink.flush();
        }

        synchronized void end() throws Exception {
            if (opened) {
                sink.close();
            }
        }
    }

    private record SharedEnd(SharedSink sink) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                sink.end();
            } catch (final Exception refused) {
                throw new IOException(refused);
            }
        }

        @Override
        public String toString() {
            return "dead letters";
        }
    }
}
