// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Source.Poll;
import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.Polled;
import io.ringbus.testing.RecordingOutput;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IterableSourceTest {
    @Test
    void readsOneElementAPollAndThenSaysThatNothingFollows() {
        final IterableSource<String> source = IterableSource.of(List.of("a", "b"));
        final RecordingOutput<String> output = new RecordingOutput<>();
        source.open();
        assertEquals(Poll.EMITTED, source.poll(output));
        assertEquals(List.of("a"), output.records());
        assertEquals("iterable[0]", source.position());
        assertEquals(Poll.EMITTED, source.poll(output));
        assertEquals(Poll.EXHAUSTED, source.poll(output));
        assertEquals(Poll.EXHAUSTED, source.poll(output));
        assertEquals(
                List.of(new Emitted<>("a", SlotLayout.NO_TIME), new Emitted<>("b", SlotLayout.NO_TIME)),
                output.emitted());
    }

    @Test
    void emitsTheTimeThatTheTimestampFunctionTells() {
        final IterableSource<Long> source = IterableSource.of(List.of(3L, 7L)).timestamps(record -> record * 10);
        final RecordingOutput<Long> output = new RecordingOutput<>();
        source.open();
        source.poll(output);
        source.poll(output);
        assertEquals(List.of(new Emitted<>(3L, 30), new Emitted<>(7L, 70)), output.emitted());
    }

    @Test
    void namesTheIndexOfANullElementAndContinuesBehindIt() throws Exception {
        final Polled<String> output =
                Polled.skipping(IterableSource.of(Arrays.asList("a", null, "c")).named("orders"));
        assertEquals(List.of("a", "c"), output.records());
        assertEquals(
                "orders[1]: record=null, but a record is never null: filter nulls out",
                output.errors().get(0).getMessage());
    }

    @Test
    void refusesToBePolledBeforeItIsOpen() {
        final IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> IterableSource.of(List.of(1)).poll(new RecordingOutput<>()));
        assertEquals("iterable: polled before open()", refused.getMessage());
    }
}
