// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InternTableTest {
    private record Symbol(@Ascii(8) String name) {}

    private record LongSymbol(@Ascii(20) String name) {}

    private record Fresh(@Ascii(value = 8, intern = false) String name) {}

    private static <R extends Record> R through(final RecordCodec<R> codec, final R record) {
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            codec.encodeAt(record, slab.address());
            return codec.decodeAt(slab.address(), codec.maxLength());
        }
    }

    @Test
    void aSymbolSeenBeforeIsTheSameInstance() {
        final RecordCodec<Symbol> words = Codecs.of(Symbol.class);
        final RecordCodec<LongSymbol> texts = Codecs.of(LongSymbol.class);
        for (final String name : List.of("", "A", "SPX", "ABCDEFGH")) {
            assertSame(
                    through(words, new Symbol(name)).name(),
                    through(words, new Symbol(name)).name());
            assertSame(
                    through(texts, new LongSymbol(name)).name(),
                    through(texts, new LongSymbol(name)).name());
        }
        final RecordCodec<Fresh> fresh = Codecs.of(Fresh.class);
        assertNotSame(
                through(fresh, new Fresh("SPX")).name(),
                through(fresh, new Fresh("SPX")).name());
    }

    @Test
    void aSymbolSeenBeforeCostsNoAllocation() {
        final RecordCodec<Symbol> words = Codecs.of(Symbol.class);
        final AddressCodec<String> strings = Codecs.string(64);
        try (Slab slab = new Slab(64, Long.BYTES)) {
            words.encodeAt(new Symbol("FTSE"), slab.address());
            final InternTable table = new InternTable(1, StandardCharsets.ISO_8859_1);
            final Runnable lookups = () -> {
                for (int i = 0; i < 1_000; i++) {
                    assertEquals(4, table.string(Memory.getLong(slab.address())).length());
                    assertEquals(4, strings.decodeAt(slab.address(), 4).length());
                }
            };
            assertEquals(0, Allocations.leastBytes(20_000, lookups));
        }
    }

    @Test
    void stringsPastTheBoundAreRightAndNotKept() {
        final InternTable table = new InternTable(1, StandardCharsets.ISO_8859_1);
        for (int i = 1; i <= InternTable.STRINGS_MAX; i++) {
            assertEquals(Integer.toString(i), table.string(word(Integer.toString(i))));
        }
        assertSame(table.string(word("1")), table.string(word("1")));
        assertEquals("one too", table.string(word("one too")));
        assertNotSame(table.string(word("one too")), table.string(word("one too")));
    }

    private static long word(final String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << (8 * i);
        }
        return word;
    }

    @Test
    void severalThreadsSeeTheSameInstances() throws Exception {
        final InternTable table = new InternTable(1, StandardCharsets.ISO_8859_1);
        final Callable<List<String>> lookups = () -> {
            final List<String> strings = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                strings.add(table.string(word(Integer.toString(i * 7 % 5_000))));
            }
            return strings;
        };
        final ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            final List<Future<List<String>>> answers = threads.invokeAll(List.of(lookups, lookups, lookups));
            for (int i = 0; i < 20_000; i++) {
                final String first = answers.get(0).get().get(i);
                assertEquals(Integer.toString(i * 7 % 5_000), first);
                assertSame(first, answers.get(1).get().get(i));
                assertSame(first, answers.get(2).get().get(i));
            }
        } finally {
            assertTrue(threads.shutdownNow().isEmpty());
        }
    }
}
