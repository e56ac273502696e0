// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Durability;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(final String command, final Path on) {
        out.reset();
        err.reset();
        return Main.run(
                new String[] {command, on.toString()},
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A thousand counts through a journal, and checkpoints meanwhile. */
    private void runPipeline() throws InterruptedException, IOException {
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.JOURNAL_DURABILITY, Durability.SYNC)
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                .with(Settings.CHECKPOINT_INTERVAL, 1_000_000L));
        final Ingress<Count> counts =
                pipeline.ingress("counts", Codecs.of(Count.class), Journal.in(folder.resolve("journal")));
        pipeline.from(counts).to((count, timestampNs) -> {});
        try (Execution execution = pipeline.start()) {
            for (int i = 0; i < 1_000; i++) {
                counts.publish(new Count("S" + i % 7, i));
            }
            while (files("checkpoints", ".manifest").isEmpty()) {
                Thread.onSpinWait();
            }
            counts.close();
            execution.await();
        }
    }

    private List<Path> files(final String in, final String part) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(in))) {
            return files.filter(file -> file.getFileName().toString().contains(part))
                    .sorted()
                    .toList();
        }
    }

    private static void damage(final Path file, final int offset) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void tellsWhatIsThereAndWhetherItIsSound() throws Exception {
        runPipeline();
        assertEquals(0, run("inspect", folder.resolve("journal")), err());
        assertTrue(out().contains("records      1000, from 1 to 1000"), out());
        assertTrue(out().contains("segment-0000000000000000001-epoch-1: epoch 1"), out());
        assertEquals(0, run("verify", folder.resolve("journal")), err());
        assertTrue(out().contains("sound, 1000 records"), out());
        assertEquals(0, run("inspect", folder.resolve("checkpoints")), err());
        assertTrue(out().contains("fingerprint  ") && out().contains(" ago)"), out());
        assertTrue(out().contains("journal counts: 16 bytes"), out());
        assertEquals(0, run("verify", folder.resolve("checkpoints")), err());
        assertTrue(out().contains(": sound, 1 files"), out());
    }

    @Test
    void damageIsToldByFileAndExitCode() throws Exception {
        runPipeline();
        damage(files("journal", "segment-").get(0), 100);
        final Path part = files("checkpoints", "part-").get(0);
        damage(part, (int) Files.size(part) / 2);
        assertEquals(1, run("verify", folder.resolve("journal")));
        // Marks of what was forced lie between records, so which record byte 100 is part of depends on the disk's
        // speed.
        assertTrue(
                Pattern.compile("is damaged at offset=[0-9]{2,3}: record [12] is not whole")
                        .matcher(out())
                        .find(),
                out());
        assertEquals(1, run("verify", folder.resolve("checkpoints")));
        assertTrue(out().contains(part.getFileName().toString()) && out().contains("checksum"), out());
    }

    @Test
    void aFolderThatIsMissingOrNoneIsOneSentence() throws IOException {
        for (final String command : List.of("inspect", "verify")) {
            assertEquals(1, run(command, folder.resolve("nowhere")));
            assertEquals(
                    "ringbus-demo: " + folder.resolve("nowhere") + ": there is no such folder: correct the path",
                    err().strip());
            Files.createDirectories(folder.resolve("empty"));
            assertEquals(1, run(command, folder.resolve("empty")));
            assertTrue(err().contains("there is no complete checkpoint and no journal in this folder"), err());
            assertEquals("", out());
        }
    }
}
