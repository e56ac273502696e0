// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import io.ringbus.stage.PipelineException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Loops that cannot be meant, and what is said of them. */
class LoopRefusalsTest {
    private final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.STATE_BACKEND, "slab"));
    private final Stream<Tick> ticks = ticks(pipeline);

    private static Stream<Tick> ticks(final Pipeline pipeline) {
        return pipeline.from(Sources.of(List.of(Tick.of(1, 1, 1)))).as(Tick.class);
    }

    private static Stream<Tick> some(final Stream<Tick> stream) {
        return stream.filter(tick -> tick.price() > 0);
    }

    private String refusal(final Function<Stream<Tick>, Loop<Tick, Tick>> body) {
        return assertThrows(IllegalArgumentException.class, () -> ticks.iterate(body))
                .getMessage();
    }

    @Test
    void aBodyThatAnswersNothing() {
        assertEquals(
                "loop 'iterate-1': its body answers null: let it answer Loop.back(..).out(..), what goes back and what comes"
                        + " out",
                refusal(looped -> null));
    }

    @Test
    void whatGoesBackDoesNotComeFromTheLoop() {
        assertEquals(
                "loop 'iterate-1': stream 'filter-2' does not come from it: build it from the stream that the loop's body is"
                        + " given",
                refusal(looped -> Loop.back(some(ticks)).out(some(looped))));
    }

    @Test
    void whatComesOutDoesNotComeFromTheLoop() {
        assertEquals(
                "loop 'iterate-1': stream 'source-0' does not come from it: build it from the stream that the loop's body is"
                        + " given",
                refusal(looped -> Loop.back(some(looped)).out(ticks)));
    }

    @Test
    void everythingGoesBackAsItCame() {
        assertEquals(
                "loop 'iterate-1': all records would go round for ever: let only some go back, with a filter, say",
                refusal(looped -> Loop.back(looped).out(looped)));
    }

    @Test
    void aStreamOfAnotherPipeline() {
        final Stream<Tick> other = ticks(Pipeline.create());
        assertEquals(
                "loop 'iterate-1': stream 'source-0' is of another pipeline: build both in one",
                refusal(looped -> Loop.back(other).out(some(looped))));
    }

    @Test
    void aLoopInALoop() {
        assertEquals(
                "loop 'iterate-2': vertex 'iterate-2' is part of loop 'iterate-1', too: loops cannot be nested: put one behind"
                        + " the other",
                refusal(looped -> {
                    final Stream<Tick> inner =
                            looped.iterate(within -> Loop.back(some(within)).out(within));
                    return Loop.back(some(inner)).out(inner);
                }));
    }

    @Test
    void aLoopWhoseBodyFailedIsNotStarted() {
        assertThrows(
                IllegalStateException.class,
                () -> ticks.iterate(looped -> {
                    throw new IllegalStateException("by the user");
                }));
        assertEquals(
                "loop 'iterate-1': nothing goes back, because its body failed before it said what does: build the pipeline"
                        + " anew",
                assertThrows(IllegalStateException.class, pipeline::start).getMessage());
    }

    @Test
    void aSilenceOfCenturies() {
        assertEquals(
                "stream 'source-0': iterate with maxWait=PT2628000H > 292 years of nanoseconds: choose a shorter one",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ticks.iterate(
                                        Duration.ofDays(300 * 365),
                                        looped -> Loop.back(some(looped)).out(looped)))
                        .getMessage());
    }

    @Test
    void aSilenceOfNoTime() {
        assertEquals(
                "stream 'source-0': iterate with maxWait=PT0S is no time at all: give a longer one, or leave it out and the"
                        + " loop ends when nothing is in it",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ticks.iterate(
                                        Duration.ZERO,
                                        looped -> Loop.back(some(looped)).out(looped)))
                        .getMessage());
    }

    @Test
    void twoLoopsOneBehindTheOtherAreNone() throws InterruptedException {
        final Pipeline both = Pipeline.create(Config.defaults().with(Settings.STATE_BACKEND, "slab"));
        final StringBuffer out = new StringBuffer();
        Stream<Tick> stream = ticks(both);
        for (int i = 0; i < 2; i++) {
            stream = stream.iterate(looped -> {
                final Stream<Tick> next = looped.map(tick -> tick.plus(1));
                return Loop.back(next.filter(tick -> tick.price() % 10 != 0))
                        .out(next.filter(tick -> tick.price() % 10 == 0));
            });
        }
        stream.to((tick, timeNs) -> out.append(tick.price()));
        try (Execution execution = both.start()) {
            execution.await();
        }
        assertEquals("20", out.toString());
    }

    @Test
    void moreThanMayBeSetAsideFailsByName() throws InterruptedException {
        final Pipeline growing = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.RING_SLOTS, 16)
                .with(Settings.LOOP_SPILL_BYTES_MAX, 4_096));
        ticks(growing)
                .iterate(looped -> {
                    final Stream<Tick> next = looped.<Tick>flatMap((tick, out) -> {
                                out.emit(tick.plus(1));
                                out.emit(tick.plus(2));
                            })
                            .as(Tick.class)
                            .name("doubling");
                    return Loop.back(next).out(next);
                })
                .to((tick, timeNs) -> {});
        try (Execution execution = growing.start()) {
            final String message =
                    assertThrows(PipelineException.class, execution::await).getMessage();
            assertTrue(
                    message.contains("ring 'doubling>iterate-1': bytes set aside=")
                            && message.contains(
                                    " > ringbus.loop.spill.bytes.max=4096: more goes back than the loop takes up:"
                                            + " let fewer records go back, or raise the bound"),
                    message);
        }
    }
}
