// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Durability;
import io.ringbus.environment.Storage;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an owner trims while somebody looks on is no damage. */
@Timeout(60)
class JournalLookedAtWhileOwnedTest {
    private static final JournalSettings SETTINGS = new JournalSettings(Durability.OS, 0, 1 << 9);
    private static final int LOOKS = 2_000;

    private final SimulatedClock clock = new SimulatedClock(1);

    private JournalRig opened(final Storage storage, final Path folder) throws IOException {
        final JournalRig rig = new JournalRig(storage, folder, SETTINGS, clock, true);
        rig.open();
        rig.inlet.open();
        return rig;
    }

    private static void publish(final JournalRig rig, final int records) {
        for (int i = 0; i < records; i++) {
            rig.ingress.publish("record " + i, i);
            rig.journal.doWork();
            rig.pass();
        }
    }

    /** Deletes all segments but those whose records are still wanted: the last. */
    private static void trim(final JournalRig rig) {
        rig.journal.trimTo(rig.journal.writtenTo());
        rig.journal.doWork();
    }

    /** What is written down by somebody in whose way the owner comes with the first word. */
    private static final class Interrupted {
        private final StringBuilder out = new StringBuilder();
        private final JournalRig owner;

        Interrupted(final JournalRig owner) {
            this.owner = owner;
        }

        Appendable appendable() {
            return new Appendable() {
                @Override
                public Appendable append(final CharSequence text) {
                    trim(owner);
                    out.append(text);
                    return this;
                }

                @Override
                public Appendable append(final CharSequence text, final int start, final int end) {
                    return append(text.subSequence(start, end));
                }

                @Override
                public Appendable append(final char character) {
                    return append(String.valueOf(character));
                }
            };
        }

        void tells(final int segments) {
            final String said = out.toString();
            assertEquals(segments, said.split("deleted by its owner meanwhile", -1).length - 1, said);
            assertTrue(!said.contains("damaged") && !said.contains("not whole"), said);
        }
    }

    private interface Look {
        void into(Storage storage, Path folder, Appendable out) throws IOException;
    }

    /** Looks at a journal of which all but the last segment goes meanwhile. */
    private void tellsWhatIsTrimmed(final Look look) throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        try (JournalRig rig = opened(storage, JournalRig.FOLDER)) {
            publish(rig, 60);
            final int segments = new JournalFolder(storage.open(JournalRig.FOLDER))
                    .segments()
                    .size();
            assertTrue(segments >= 3, "segments=" + segments);
            final Interrupted interrupted = new Interrupted(rig);
            look.into(storage, JournalRig.FOLDER, interrupted.appendable());
            interrupted.tells(segments - 1);
        }
    }

    @Test
    void segmentsThatAreTrimmedWhileAnInspectorReadsAreNamedAsSuch() throws IOException {
        tellsWhatIsTrimmed(JournalInspector::inspect);
    }

    @Test
    void segmentsThatAreTrimmedWhileAVerifierReadsAreNoDamage() throws IOException {
        tellsWhatIsTrimmed((storage, folder, out) -> assertTrue(JournalInspector.verify(storage, folder, out)));
    }

    @Test
    void aReaderThatIsOvertakenByTheTrimmingSaysWhatIsGone() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        try (JournalRig rig = opened(storage, JournalRig.FOLDER)) {
            publish(rig, 60);
            final SegmentName second = new JournalFolder(storage.open(JournalRig.FOLDER))
                    .segments()
                    .get(1);
            try (JournalReader reader = JournalReader.look(storage, JournalRig.FOLDER, 1)) {
                assertTrue(reader.next());
                trim(rig);
                final JournalException gone = assertThrows(JournalException.class, () -> {
                    while (reader.next()) {
                        // on
                    }
                });
                assertEquals(
                        "journal " + JournalRig.FOLDER + ": record " + second.firstSequence()
                                + " is gone: its owner has trimmed " + second
                                + " since the folder was looked at: read on from the first record that is there",
                        gone.getMessage());
            }
        }
    }

    @Test
    void whatIsWrittenBehindTheEndThatAReaderHasSeenIsNoDamage() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        final JournalSettings forced = new JournalSettings(Durability.SYNC, 0, 1 << 12);
        try (JournalRig rig = new JournalRig(storage, forced, clock)) {
            rig.open();
            rig.inlet.open();
            publish(rig, 1);
            final JournalFolder folder = new JournalFolder(storage.open(JournalRig.FOLDER));
            try (SegmentReader reader =
                    new SegmentReader(folder, folder.segments().get(0))) {
                assertTrue(reader.next());
                assertFalse(reader.next());
                publish(rig, 5);
                final SegmentTail tail = reader.tail();
                assertTrue(tail.bytes() > 0, tail.toString());
                assertFalse(tail.damaged(), tail.toString());
            }
        }
    }

    @Test
    void lookingAtAJournalWhoseOwnerIsBusyNeverFindsDamage(@TempDir final Path folder) throws IOException {
        try (JournalRig rig = opened(Storage.FILES, folder)) {
            final AtomicBoolean enough = new AtomicBoolean();
            final CompletableFuture<Void> owner = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    publish(rig, 20);
                    trim(rig);
                }
            });
            try {
                for (int looks = 0; looks < LOOKS; looks++) {
                    look(folder);
                }
            } finally {
                enough.set(true);
                owner.join();
            }
        }
    }

    private static void look(final Path folder) {
        final StringBuilder out = new StringBuilder();
        try {
            assertTrue(JournalInspector.isJournal(Storage.FILES, folder));
            JournalReader.look(Storage.FILES, folder, 1).close();
            JournalInspector.inspect(Storage.FILES, folder, out);
            assertTrue(JournalInspector.verify(Storage.FILES, folder, out), out.toString());
        } catch (final IOException failed) {
            throw new UncheckedIOException(out.toString(), failed);
        }
        assertTrue(!out.toString().contains("damaged"), out.toString());
    }
}
