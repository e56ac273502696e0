// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path folder;

    @Test
    void defaultsHoldWhereNothingIsSet() {
        final Config config = read("", "");
        for (final Property<?> property : Settings.all()) {
            assertSame(property.byDefault(), config.get(property), property.name());
            assertEquals("default", config.origin(property));
        }
        assertEquals("Config[]", config.toString());
    }

    @Test
    void codeGoesOverSystemPropertiesOverTheFileOverDefaults() {
        final String file = "ringbus.flush.batch=1\nringbus.flush.free=1\nringbus.error.retries=1";
        final Config config =
                read(file, "ringbus.flush.free=2\nringbus.error.retries=2").with(Settings.ERROR_RETRIES, 7);
        assertEquals(256, config.get(Settings.STAGE_DRAIN_LIMIT));
        assertEquals(1, config.get(Settings.FLUSH_BATCH));
        assertEquals(2, config.get(Settings.FLUSH_FREE));
        assertEquals(7, config.get(Settings.ERROR_RETRIES));
        assertEquals("default", config.origin(Settings.STAGE_DRAIN_LIMIT));
        assertEquals("f:1", config.origin(Settings.FLUSH_BATCH));
        assertEquals("system property", config.origin(Settings.FLUSH_FREE));
        assertEquals("code", config.origin(Settings.ERROR_RETRIES));
        assertEquals(
                "Config[ringbus.error.retries=7 (code), ringbus.flush.batch=1 (f:1),"
                        + " ringbus.flush.free=2 (system property)]",
                config.toString());
    }

    @Test
    void systemPropertiesOfTheJvmGoOverTheFile() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.properties"), "ringbus.flush.batch = 8");
        System.setProperty("ringbus.flush.batch", "9");
        try {
            assertEquals(9, Config.load(file).get(Settings.FLUSH_BATCH));
            assertEquals(9, Config.defaults().get(Settings.FLUSH_BATCH));
        } finally {
            System.clearProperty("ringbus.flush.batch");
        }
        assertEquals(8, Config.load(file).get(Settings.FLUSH_BATCH));
    }

    @Test
    void withLeavesTheOriginalAlone() {
        final Config config = read("ringbus.flush.batch=8", "");
        final Config copy = config.with(Settings.FLUSH_BATCH, 16).with(Settings.RING_SLOTS, "quotes", 64);
        assertEquals(8, config.get(Settings.FLUSH_BATCH));
        assertEquals(16, copy.get(Settings.FLUSH_BATCH));
        assertEquals(4_096, config.forRing("quotes").get(Settings.RING_SLOTS));
        assertEquals(64, copy.forRing("quotes").get(Settings.RING_SLOTS));
    }

    @Test
    void listsOfValuesCannotBeChanged() {
        final List<Integer> cpus = read("ringbus.affinity=1,2", "").get(Settings.AFFINITY);
        assertThrows(UnsupportedOperationException.class, () -> cpus.set(0, 5));
    }

    @Test
    void anOverrideHoldsForItsRingOrStageOnly() {
        final Config config = read(
                "ringbus.ring.slots=128\nringbus.ring.slots@quotes=64k\nringbus.flush.interval@quotes=0\n"
                        + "ringbus.error.retries@quotes=5\nringbus.error.retries@two\\ words=7",
                "ringbus.ring.slots=256");
        assertEquals(256, config.get(Settings.RING_SLOTS));
        assertEquals(256, config.forRing("trades").get(Settings.RING_SLOTS));
        assertEquals(65_536, config.forRing("quotes").get(Settings.RING_SLOTS));
        assertEquals("f:2", config.forRing("quotes").origin(Settings.RING_SLOTS));
        assertEquals(0, config.forRing("quotes").get(Settings.FLUSH_INTERVAL));
        assertEquals(3, config.forRing("quotes").get(Settings.ERROR_RETRIES));
        assertEquals(256, config.forStage("quotes").get(Settings.RING_SLOTS));
        assertEquals(5, config.forStage("quotes").get(Settings.ERROR_RETRIES));
        assertEquals(7, config.forStage("two words").get(Settings.ERROR_RETRIES));
        final Config both = config.forStage("two words").forRing("quotes");
        assertEquals(7, both.get(Settings.ERROR_RETRIES));
        assertEquals(65_536, both.get(Settings.RING_SLOTS));
    }

    @Test
    void overridesThatNameNothingAreRefused() {
        final Config config =
                read("ringbus.ring.slots@qoutes=64k\nringbus.ring.slots@x=4\nringbus.error.retries@pricing=5", "");
        config.requireNames(Scope.STAGE, List.of("pricing"));
        assertRefused(
                () -> config.requireNames(Scope.RING, List.of("quotes", "trades")),
                "f:1: ringbus.ring.slots@qoutes: no ring is named qoutes; did you mean quotes?",
                "f:2: ringbus.ring.slots@x: no ring is named x: there are [quotes, trades]");
    }

    @Test
    void overridesWithoutNameOrOfThePipelineAreRefused() {
        assertRefused(
                () -> read("ringbus.threads@pricing=2\nringbus.ring.slots@=4", ""),
                "f:1: ringbus.threads@pricing overrides a setting of the whole pipeline: write ringbus.threads",
                "f:2: ringbus.ring.slots@ lacks the name of a ring behind @");
        assertRefused(
                () -> read("", "").with(Settings.THREADS, "pricing", Threads.inline()),
                "ringbus.threads@pricing overrides a setting of the whole pipeline: write ringbus.threads");
    }

    @Test
    void everythingWrongIsToldAtOnceWithItsLine() {
        assertRefused(
                () -> read(
                        "# slips\nringbus.rnig.slots=4\nringbus.flush.batch=0\nflush.batch=1\n\nringbus.zzz=1\n"
                                + "ringbus.idle=SPIN\nringbus.idle=PARK\nringbus.rnig.slots@quotes=4",
                        "ringbus.stop.timout=1s"),
                "f:2: ringbus.rnig.slots is unknown; did you mean ringbus.ring.slots?",
                "f:3: ringbus.flush.batch=0 records is outside [1, 65536] (default 64)",
                "f:4: flush.batch is not a ringbus setting: their names start with ringbus.",
                "f:6: ringbus.zzz is unknown: the table in README.md lists the settings",
                "f:8: ringbus.idle is set already in line 7: delete one of them",
                "f:9: ringbus.rnig.slots@quotes is unknown; did you mean ringbus.ring.slots@quotes?",
                "system property: ringbus.stop.timout is unknown; did you mean ringbus.stop.timeout?");
    }

    @Test
    void systemPropertiesThatSteerTestsAndBenchmarksAreNoSettings() {
        final String system = "ringbus.test.x=1\nringbus.data=/d\nringbus.data.small=1\nringbus.seeds=5\n"
                + "ringbus.bench.x=1\nringbus.memory.x=1\njava.version=17";
        assertEquals("Config[]", read("", system).toString());
        assertRefused(
                () -> read("", "ringbus.dataset=1\nringbus.flush.batch@quotes=0"),
                "system property: ringbus.dataset is unknown: the table in README.md lists the settings",
                "system property: ringbus.flush.batch@quotes=0 records is outside [1, 65536] (default 64)");
    }

    @Test
    void valuesFromCodeAreHeldToTheBounds() {
        final Config config = read("", "");
        assertRefused(
                () -> config.with(Settings.RING_SLOTS, 1_000),
                "ringbus.ring.slots=1000 is not a power of two: write 512 or 1024 (default 4096)");
        assertRefused(
                () -> config.with(Settings.RING_SLOTS, "quotes", 1),
                "ringbus.ring.slots@quotes=1 slots is outside [2, 16777216] (default 4096)");
        assertRefused(
                () -> config.with(Settings.STOP_TIMEOUT, -5_000L),
                "ringbus.stop.timeout=-5us is outside [0, 1h] (default 10s)");
    }

    @Test
    void loadTakesAFileThenAClassPathResource() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.properties"), "ringbus.flush.batch = 8");
        assertEquals(8, Config.load(file.toString()).get(Settings.FLUSH_BATCH));
        assertEquals(file + ":1", Config.load(file.toString()).origin(Settings.FLUSH_BATCH));
        final String resource = "io/ringbus/config/sample.properties";
        final Config config = Config.load(resource);
        assertEquals(1_000_000L, config.get(Settings.FLUSH_INTERVAL));
        assertEquals(resource + ":3", config.origin(Settings.FLUSH_INTERVAL));
    }

    @Test
    void aMissingFileIsNamedWithTheFolder() {
        assertRefused(
                () -> Config.load("ringbus-that-is-not-there.properties"),
                "ringbus-that-is-not-there.properties: neither a file in "
                        + Path.of("").toAbsolutePath()
                        + " nor a class path resource: create it, or use Config.defaults()");
        final Path missing = folder.resolve("missing.properties");
        assertRefused(() -> Config.load(missing), missing + ": no such file: create it, or use Config.defaults()");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        final String message = assertThrows(UncheckedIOException.class, () -> Config.load(folder))
                .getMessage();
        assertTrue(message.startsWith(folder + ": cannot be read: "), message);
    }

    @Test
    void loadReadsAStreamToItsEnd() {
        final InputStream stream = new ByteArrayInputStream("ringbus.idle: block".getBytes(StandardCharsets.UTF_8));
        final Config config = Config.load(stream);
        assertEquals(WaitMode.BLOCK, config.get(Settings.IDLE));
        assertEquals("stream:1", config.origin(Settings.IDLE));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        final byte[] latin = "ringbus.state.dir=/ü".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(() -> Config.load(new ByteArrayInputStream(latin)), "stream: not UTF-8 text: save it as UTF-8");
    }

    private static Config read(final String file, final String system) {
        final Properties properties = new Properties();
        for (final PropertyLines.Entry entry : PropertyLines.read("system", system)) {
            properties.setProperty(entry.key(), entry.value());
        }
        return new ConfigReader().file("f", file).system(properties).config();
    }

    private static void assertRefused(final Executable executable, final String... lines) {
        assertEquals(
                String.join(System.lineSeparator(), lines),
                assertThrows(IllegalArgumentException.class, executable).getMessage());
    }
}
