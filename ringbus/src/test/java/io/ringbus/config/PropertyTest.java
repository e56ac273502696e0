// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PropertyTest {
    @Test
    void wholeNumbersOutsideTheirBoundsAreRefused() {
        assertRefused(Settings.FLUSH_BATCH, "0", "ringbus.flush.batch=0 records is outside [1, 65536] (default 64)");
        assertRefused(
                Settings.FLUSH_BATCH, "64g", "ringbus.flush.batch=64g records is outside [1, 65536] (default 64)");
        assertRefused(
                Settings.RING_SLOTS,
                "99999999999g",
                "ringbus.ring.slots=99999999999g slots is outside [2, 16777216] (default 4096)");
        assertRefused(Settings.RING_SLOTS, "-4", "ringbus.ring.slots=-4 slots is outside [2, 16777216] (default 4096)");
        assertRefused(
                Settings.STATE_KEYS, "4g", "ringbus.state.keys=4g keys is outside [1, 1073741824] (default 16384)");
    }

    @Test
    void numbersThatAreNoPowerOfTwoAreRefusedWithTheirNeighbours() {
        assertRefused(
                Settings.RING_SLOTS,
                "1000",
                "ringbus.ring.slots=1000 is not a power of two: write 512 or 1024 (default 4096)");
        assertRefused(
                Settings.RING_SLOT_ALIGNMENT,
                "96",
                "ringbus.ring.slot.alignment=96 is not a power of two: write 64 or 128 (default 128)");
    }

    @Test
    void textWhereANumberBelongsIsRefused() {
        assertRefused(
                Settings.FLUSH_FREE,
                "25%",
                "ringbus.flush.free=25% is not a whole number: write digits, and k, m or g where it helps, as in 64k"
                        + " (default 25)");
        assertRefused(
                Settings.FLUSH_BATCH,
                "",
                "ringbus.flush.batch= is not a whole number: write digits, and k, m or g where it helps, as in 64k"
                        + " (default 64)");
    }

    @Test
    void durationsAreRefusedWithoutUnitOrOutsideTheirBounds() {
        assertRefused(
                Settings.FLUSH_INTERVAL,
                "100",
                "ringbus.flush.interval=100 lacks a unit: write 100us or 100ms (default 100us)");
        assertRefused(
                Settings.FLUSH_INTERVAL, "-2ns", "ringbus.flush.interval=-2ns is outside [-1, 1m] (default 100us)");
        assertRefused(Settings.FLUSH_INTERVAL, "2m", "ringbus.flush.interval=2m is outside [-1, 1m] (default 100us)");
        assertRefused(Settings.STOP_TIMEOUT, "-1", "ringbus.stop.timeout=-1 is outside [0, 1h] (default 10s)");
        assertRefused(
                Settings.IDLE_PARK,
                "soon",
                "ringbus.idle.park=soon is not a duration: write a whole number and ns, us, ms, s, m or h, as in 50us"
                        + " (default 50us)");
    }

    @Test
    void wordsOutsideTheirListAreRefused() {
        assertRefused(Settings.IDLE, "NAP", "ringbus.idle=NAP is none of SPIN, YIELD, PARK, BLOCK (default PARK)");
        assertRefused(
                Settings.ERROR_POLICY,
                "ignore",
                "ringbus.error.policy=ignore is none of FAIL, RETRY, SKIP, DEAD_LETTER (default FAIL)");
        assertRefused(Settings.SPECIALISE, "yes", "ringbus.specialise=yes is neither true nor false (default true)");
        assertRefused(
                Settings.STATE_BACKEND,
                " ",
                "ringbus.state.backend= is not a name: write a registered backend, as in chronicle or slab"
                        + " (default chronicle)");
    }

    @Test
    void wordsAreReadInAnyCaseAndWithEitherDash() {
        assertEquals(WaitMode.SPIN, Settings.IDLE.parse(" spin "));
        assertEquals(ErrorPolicy.DEAD_LETTER, Settings.ERROR_POLICY.parse("dead-letter"));
        assertFalse(Settings.SPECIALISE.parse("FALSE"));
    }

    @Test
    void pathsAreReadOrEmpty() {
        assertEquals(Optional.empty(), Settings.STATE_DIR.parse(""));
        assertEquals(Optional.of(Path.of("var", "state")), Settings.STATE_DIR.parse("var/state"));
        assertRefused(
                Settings.STATE_DIR,
                "a\0b",
                "ringbus.state.dir=a\0b is not a path: Nul character not allowed (default empty)");
    }

    @Test
    void threadsAreOnePerStageOrNoneOrSome() {
        assertTrue(Settings.THREADS.parse("Stage").isPerStage());
        assertTrue(Settings.THREADS.parse("0").isInline());
        assertEquals(Threads.shared(2), Settings.THREADS.parse("2"));
        assertRefused(Settings.THREADS, "-1", "ringbus.threads=-1 threads is outside [0, 1024] (default stage)");
        assertRefused(
                Settings.THREADS,
                "many",
                "ringbus.threads=many is not a number of threads: write stage, 0 or a number (default stage)");
        assertEquals(
                "threads: count=-2 is outside [0, 1024]: or write Threads.perStage() for one thread per stage",
                assertThrows(IllegalArgumentException.class, () -> new Threads(-2))
                        .getMessage());
        assertEquals(
                "threads: shared=0 < 1",
                assertThrows(IllegalArgumentException.class, () -> Threads.shared(0))
                        .getMessage());
    }

    @Test
    void cpusAreNumbersAndRangesEachOnce() {
        assertEquals(List.of(), Settings.AFFINITY.parse(""));
        assertEquals(List.of(0, 2, 4, 5, 6, 7), Settings.AFFINITY.parse("0, 2,4-7"));
        assertEquals("0,2,4", Settings.AFFINITY.text(List.of(0, 2, 4)));
        assertRefused(Settings.AFFINITY, "1,0-2", "ringbus.affinity=1,0-2 names CPU 1 twice (default empty)");
        assertRefused(
                Settings.AFFINITY,
                "4096",
                "ringbus.affinity=4096 names CPU 4096, which is outside [0, 4095] (default empty)");
        for (final String text : new String[] {"a", "1,", "3-1", "-1", "1-2-3", "9999999"}) {
            assertRefused(
                    Settings.AFFINITY,
                    text,
                    "ringbus.affinity=" + text
                            + " is not a list of CPU numbers: write numbers and ranges, as in 0,2,4-7"
                            + " (default empty)");
        }
    }

    @Test
    void everyDefaultIsReadBackFromItsText() {
        for (final Property<?> property : Settings.all()) {
            assertEquals(property.byDefault(), property.parse(property.defaultText()), property.name());
        }
    }

    @Test
    void everyNameIsUniqueAndPlain() {
        final Set<String> names = new HashSet<>();
        for (final Property<?> property : Settings.all()) {
            assertTrue(names.add(property.name()), property.name());
            assertTrue(property.name().matches("ringbus(\\.[a-z]+)+"), property.name());
            assertEquals(Optional.of(property), Settings.named(property.name()));
        }
        assertEquals(Optional.empty(), Settings.named("ringbus.zzz"));
    }

    private static void assertRefused(final Property<?> property, final String text, final String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> property.parse(text), text)
                        .getMessage());
    }
}
