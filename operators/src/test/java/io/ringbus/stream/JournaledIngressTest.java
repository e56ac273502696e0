// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Durability;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.connectors.Sources;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.stage.PipelineException;
import io.ringbus.testing.ShownList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pipelines whose ingress has a journal, on real files. */
class JournaledIngressTest {
    private record Number(long value) {}

    private record OtherNumber(int high, int low) {}

    @TempDir
    private Path folder;

    private Journal journal;

    /** What survives a failure: a list, as long as the last checkpoint says. */
    private final List<Long> shown = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void name() {
        journal = Journal.in(folder.resolve("journal"));
    }

    private Config config(final Durability durability) {
        return Config.defaults()
                .with(Settings.JOURNAL_DURABILITY, durability)
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                .with(Settings.CHECKPOINT_INTERVAL, 2_000_000L);
    }

    private List<Long> journaled() throws InterruptedException {
        final List<Long> records = new ArrayList<>();
        final Pipeline reading = Pipeline.create(Config.defaults());
        reading.from(Sources.journal(journal.folder(), Codecs.of(Number.class)))
                .to((number, timestampNs) -> records.add(number.value));
        try (Execution execution = reading.start()) {
            execution.await();
        }
        return records;
    }

    /** The second stage fails at each multiple of {@code failAt} that it had not come to before. */
    private Ingress<Number> numbers(final Pipeline pipeline, final AtomicLong failedAt, final long failAt) {
        final Ingress<Number> ingress = pipeline.ingress("numbers", Codecs.of(Number.class), journal);
        pipeline.from(ingress)
                .stage("second")
                .map(number -> {
                    if (number.value > 0 && number.value % failAt == 0 && number.value > failedAt.get()) {
                        failedAt.set(number.value);
                        throw new IllegalStateException("failed at " + number.value);
                    }
                    return number;
                })
                .to(new ShownList<>(shown, (number, timestampNs) -> number.value));
        return ingress;
    }

    @ParameterizedTest
    @EnumSource
    void whatAFailureInterruptedGoesOnFromTheJournal(final Durability durability) throws InterruptedException {
        final long records = durability == Durability.SYNC ? 3_000 : 60_000;
        final AtomicLong failedAt = new AtomicLong();
        final List<Long> acknowledged = new ArrayList<>();
        int failures = 0;
        long next = 0;
        while (next < records) {
            final Pipeline pipeline = Pipeline.create(config(durability));
            final Ingress<Number> ingress = numbers(pipeline, failedAt, records / 3 - 1);
            try (Execution execution = pipeline.start()) {
                try {
                    while (next < records) {
                        ingress.publish(new Number(next));
                        acknowledged.add(next++);
                    }
                    ingress.close();
                } catch (final IllegalStateException refused) {
                    assertTrue(refused.getMessage().contains("not a"), refused.getMessage());
                    next++; // nobody knows whether it comes out
                }
                execution.await();
            } catch (final PipelineException expected) {
                assertTrue(expected.getMessage().contains("failed at"), expected.getMessage());
                failures++;
            }
        }
        goOnToTheEnd(durability, failedAt, records);
        assertTrue(failures > 0 && failedAt.get() >= records / 3 - 1, "failures=" + failures);
        final List<Long> written = journaled(); // the files that are still there
        assertTrue(written.equals(shown.subList(shown.size() - written.size(), shown.size())), "not as journaled");
        assertTrue(new HashSet<>(shown).containsAll(acknowledged), "acknowledged and lost");
        for (int i = 1; i < shown.size(); i++) {
            assertTrue(shown.get(i - 1) < shown.get(i), "not in order, or twice, at " + i);
        }
    }

    private void goOnToTheEnd(final Durability durability, final AtomicLong failedAt, final long records)
            throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            final Pipeline pipeline = Pipeline.create(config(durability));
            final Ingress<Number> ingress = numbers(pipeline, failedAt, records / 3 - 1);
            try (Execution execution = pipeline.start()) {
                ingress.close();
                execution.await();
                ended = true;
            } catch (final PipelineException expected) {
                assertTrue(expected.getMessage().contains("failed at"), expected.getMessage());
            }
        }
    }

    @Test
    void aStopBringsOutEverythingThatWasAccepted() throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(config(Durability.INTERVAL));
        final Ingress<Number> ingress = numbers(pipeline, new AtomicLong(), Long.MAX_VALUE);
        try (Execution execution = pipeline.start()) {
            for (long value = 0; value < 20_000; value++) {
                ingress.publish(new Number(value));
            }
            execution.stop(10, TimeUnit.SECONDS);
        }
        assertEquals(20_000, shown.size());
    }

    @Test
    void withoutCheckpointsEveryStartReadsTheJournalFromItsBeginning() throws InterruptedException {
        for (int start = 1; start <= 3; start++) {
            shown.clear();
            final Pipeline pipeline = Pipeline.create(Config.defaults());
            final Ingress<Number> ingress = numbers(pipeline, new AtomicLong(), Long.MAX_VALUE);
            try (Execution execution = pipeline.start()) {
                ingress.publish(new Number(start));
                ingress.close();
                execution.await();
            }
            assertEquals(List.of(1L, 2L, 3L).subList(0, start), shown);
        }
    }

    @Test
    void filesBehindTheOldestCheckpointGo() throws Exception {
        final Config small = config(Durability.OS).with(Settings.JOURNAL_SEGMENT_BYTES, 4_096);
        final Pipeline pipeline = Pipeline.create(small);
        final Ingress<Number> ingress = numbers(pipeline, new AtomicLong(), Long.MAX_VALUE);
        long value = 0;
        try (Execution execution = pipeline.start()) {
            while (!isTrimmed()) { // 40 bytes a record: a hundred to a file
                ingress.publish(new Number(value++));
                assertTrue(value < 10_000_000, "never trimmed");
            }
            ingress.close();
            execution.await();
        }
        final long before = value;
        final Pipeline again = Pipeline.create(small);
        final Ingress<Number> more = numbers(again, new AtomicLong(), Long.MAX_VALUE);
        try (Execution execution = again.start()) {
            more.publish(new Number(before));
            more.close();
            execution.await();
        }
        assertEquals(before + 1, shown.size());
        for (int i = 0; i <= before; i++) {
            assertEquals(i, shown.get(i));
        }
        final Pipeline without = Pipeline.create(Config.defaults());
        numbers(without, new AtomicLong(), Long.MAX_VALUE);
        final PipelineException refused = assertThrows(PipelineException.class, () -> {
            try (Execution execution = without.start()) {
                execution.await();
            }
        });
        assertTrue(
                refused.getMessage().contains("what came before was dropped behind a checkpoint"),
                refused.getMessage());
    }

    private boolean isTrimmed() throws IOException {
        if (!Files.exists(journal.folder())) {
            return false;
        }
        try (Stream<Path> files = Files.list(journal.folder())) {
            return files.noneMatch(file -> file.getFileName().toString().startsWith("segment-0000000000000000001-"));
        }
    }

    /** A source that cannot be read again. */
    private static final class Once implements Source<Number> {
        private long next;
        private int closed;

        @Override
        public Poll poll(final Output<Number> output) {
            if (next == 5) {
                next++;
                throw new IllegalArgumentException("five is no number");
            }
            if (next == 1_000) {
                return Poll.EXHAUSTED;
            }
            output.emit(new Number(next++), 7);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "once:" + next;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceCanBeReadThroughAJournal(final Durability durability) throws InterruptedException {
        final Pipeline pipeline =
                Pipeline.create(config(durability).with(Settings.ERROR_POLICY, io.ringbus.config.ErrorPolicy.SKIP));
        final Once once = new Once();
        pipeline.from("once", once, Codecs.of(Number.class), journal)
                .to(new ShownList<>(shown, (number, timestampNs) -> number.value));
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        assertEquals(999, shown.size());
        assertEquals(1, once.closed);
        assertFalse(shown.contains(5L));
        assertTrue(shown.equals(journaled()), "not as journaled");
    }

    @Test
    void aSourceThatFailsBehindAJournalFailsThePipelineByName() {
        final Pipeline pipeline = Pipeline.create(config(Durability.OS));
        pipeline.from("once", new Once(), Codecs.of(Number.class), journal)
                .to(new ShownList<>(shown, (number, timestampNs) -> number.value));
        final PipelineException failed = assertThrows(PipelineException.class, () -> {
            try (Execution execution = pipeline.start()) {
                execution.await();
            }
        });
        assertTrue(failed.getMessage().contains("source 'once.read', once:6"), failed.getMessage());
        assertTrue(failed.getMessage().contains("five is no number"), failed.getMessage());
    }

    @Test
    void aFolderInUseAndOneOfAnotherRecordAreRefusedByName() throws InterruptedException {
        final Pipeline first = Pipeline.create(Config.defaults());
        final Ingress<Number> ingress = numbers(first, new AtomicLong(), Long.MAX_VALUE);
        try (Execution running = first.start()) {
            ingress.publish(new Number(1));
            final Pipeline second = Pipeline.create(Config.defaults());
            numbers(second, new AtomicLong(), Long.MAX_VALUE);
            final String refusal =
                    assertThrows(UncheckedIOException.class, second::start).getMessage();
            assertTrue(refusal.startsWith("ingress 'numbers': folder " + journal.folder() + " is in use"), refusal);
            ingress.close();
            running.await();
        }
        final Pipeline other = Pipeline.create(Config.defaults());
        other.from(other.ingress("numbers", Codecs.of(OtherNumber.class), journal))
                .to((number, timestampNs) -> {});
        final String refusal =
                assertThrows(UncheckedIOException.class, other::start).getMessage();
        assertTrue(refusal.contains("schema=") && refusal.contains("use the record type that wrote them"), refusal);
    }

    @Test
    void aCheckpointOfAnotherJournalIsRefused() throws InterruptedException {
        for (int start = 0; start < 2; start++) {
            final Pipeline pipeline = Pipeline.create(config(Durability.SYNC));
            final Ingress<Number> ingress = numbers(pipeline, new AtomicLong(), Long.MAX_VALUE);
            journal = Journal.in(folder.resolve("another"));
            if (start == 0) {
                try (Execution execution = pipeline.start()) {
                    while (!Files.exists(folder.resolve("checkpoints/checkpoint-1-epoch-1.manifest"))) {
                        ingress.publish(new Number(1));
                    }
                    ingress.close();
                    execution.await();
                }
            } else {
                final PipelineException refused = assertThrows(PipelineException.class, () -> {
                    try (Execution execution = pipeline.start()) {
                        execution.await();
                    }
                });
                assertTrue(
                        refused.getMessage().contains("that of the checkpoint: name the folder"), refused.getMessage());
            }
        }
    }

    @Test
    void explainNamesTheFolder() {
        final Pipeline pipeline = Pipeline.create(Config.defaults());
        numbers(pipeline, new AtomicLong(), Long.MAX_VALUE);
        assertTrue(pipeline.explain().contains("numbers (journal in " + journal.folder() + ")"), pipeline.explain());
    }
}
