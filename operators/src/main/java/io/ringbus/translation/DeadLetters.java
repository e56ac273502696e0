// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.DeadLetter;
import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Guarantee;
import io.ringbus.config.Settings;
import io.ringbus.plan.Plan;
import java.util.function.Function;

/**
 * Where dead letters go: a sink of its own for each stage, which is then part of the stage's checkpoints as any other sink; or
 * one that several stages share, which cannot be, as each has its barriers at another time.
 *
 * <p><b>Threading.</b> Before start.
 */
public final class DeadLetters {
    private final Function<? super String, ? extends Sink<? super DeadLetter>> sinks;
    private final boolean one;

    private DeadLetters(final Function<? super String, ? extends Sink<? super DeadLetter>> sinks, final boolean one) {
        this.sinks = sinks;
        this.one = one;
    }

    /** One sink for all. */
    public static DeadLetters to(final Sink<? super DeadLetter> sink) {
        return new DeadLetters(stage -> sink, true);
    }

    /** What {@code sinks} makes for each stage, by its name. */
    public static DeadLetters perStage(final Function<? super String, ? extends Sink<? super DeadLetter>> sinks) {
        return new DeadLetters(sinks, false);
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
        final SharedSink shared = new SharedSink(sinks.apply(""));
        return new DeadLetters(stage -> shared, false);
    }

    /** The sink of one stage. */
    Sink<? super DeadLetter> of(final String stage) {
        return sinks.apply(stage);
    }

    /** Takes records of several stages' threads, one at a time. Opened by the first stage, closed by the last. */
    private static final class SharedSink implements Sink<DeadLetter> {
        private final Sink<? super DeadLetter> sink;
        private int stages;

        SharedSink(final Sink<? super DeadLetter> sink) {
            this.sink = sink;
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.NONE;
        }

        @Override
        public synchronized void open() throws Exception {
            if (stages++ == 0) {
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

        @Override
        public synchronized void close() throws Exception {
            if (--stages == 0) {
                sink.close();
            }
        }
    }
}
