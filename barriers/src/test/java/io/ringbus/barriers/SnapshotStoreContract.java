// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of snapshots must do. */
public abstract class SnapshotStoreContract {
    private SnapshotStore store;

    /** An empty store. */
    protected abstract SnapshotStore open() throws IOException;

    @BeforeEach
    final void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    final void closeStore() throws IOException {
        store.close();
    }

    @Test
    void isEmptyAtFirst() {
        assertEquals(List.of(), store.complete());
        assertEquals(OptionalLong.empty(), store.newestComplete());
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            final SnapshotModel model = new SnapshotModel(new Random(seed));
            try (SnapshotStore fresh = seed == 0 ? store : open()) {
                for (int count = 0; count < 8; count++) {
                    model.checkpoint(fresh);
                    if (count % 3 == 2) {
                        model.retain(fresh, 2);
                        assertEquals(2, fresh.complete().size());
                    }
                    model.verify(fresh, "seed=" + seed);
                }
            }
        }
        store = open();
    }

    @Test
    void blocksOfEveryLengthComeBackInOrder() throws IOException {
        final int[] lengths = {0, 1, 100_000, 16_383, 16_384, 16_385, 0, 3, 1 << 20, 70_000, 2};
        try (SnapshotWriter writer = store.begin(header(1));
                PartWriter part = writer.base("part")) {
            long bytes = 0;
            for (final int length : lengths) {
                final ByteBuffer payload = ByteBuffer.allocateDirect(length);
                payload.put(pattern(length)).flip();
                part.block(length & 7, payload);
                assertFalse(payload.hasRemaining());
                bytes += length;
                assertEquals(bytes, part.bytes());
            }
            part.complete();
            writer.commit();
        }
        try (PartReader part = store.open(1).part("part", 0)) {
            for (final int length : lengths) {
                assertTrue(part.next());
                assertEquals(length & 7, part.kind());
                assertEquals(ByteBuffer.wrap(pattern(length)), part.payload());
            }
            assertFalse(part.next());
            assertFalse(part.next());
        }
    }

    private static byte[] pattern(final int length) {
        final byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anAbortedCheckpointLeavesNothing() throws IOException {
        complete(1);
        final SnapshotWriter writer = store.begin(header(2));
        final PartWriter part = writer.base("part");
        part.block(0, ByteBuffer.allocate(10));
        writer.abort();
        writer.abort();
        assertEquals(List.of(1L), store.complete());
        final String message = "checkpoint 2 was aborted";
        assertEquals(
                message,
                assertThrows(SnapshotException.class, () -> part.block(0, ByteBuffer.allocate(1)))
                        .getMessage());
        assertEquals(
                message, assertThrows(SnapshotException.class, part::complete).getMessage());
        assertEquals(
                message,
                assertThrows(SnapshotException.class, () -> writer.base("x")).getMessage());
        assertEquals(
                message, assertThrows(SnapshotException.class, writer::commit).getMessage());
        part.close();
        complete(3);
        assertEquals(List.of(1L, 3L), store.complete());
    }

    @Test
    void aPartThatIsClosedEarlyFailsTheCheckpoint() throws IOException {
        try (SnapshotWriter writer = store.begin(header(1))) {
            writer.base("half").close();
            assertEquals(
                    "checkpoint 1: part 'half' was closed before it was complete",
                    assertThrows(SnapshotException.class, writer::commit).getMessage());
        }
        assertEquals(List.of(), store.complete());
    }

    @Test
    void commitWaitsForNobody() throws IOException {
        try (SnapshotWriter writer = store.begin(header(1))) {
            final PartWriter part = writer.base("open");
            assertEquals(
                    "checkpoint 1: parts [open] are not complete: complete them before commit, or abort",
                    assertThrows(IllegalStateException.class, writer::commit).getMessage());
            part.complete();
            writer.commit();
            assertEquals(
                    "checkpoint 1 has ended: begin another one in the store",
                    assertThrows(IllegalStateException.class, writer::commit).getMessage());
        }
        assertEquals(List.of(1L), store.complete());
    }

    @Test
    void idsCountUpwardsAlsoOverAbortedOnes() throws IOException {
        complete(5);
        store.begin(header(7)).abort();
        for (final long id : new long[] {4, 5, 7}) {
            final String message = assertThrows(IllegalArgumentException.class, () -> store.begin(header(id)))
                    .getMessage();
            assertTrue(message.startsWith("checkpoint: id=" + id + " <= 7, the newest id"), message);
        }
        complete(8);
    }

    @Test
    void oneCheckpointIsInProgressAtATime() throws IOException {
        final SnapshotWriter writer = store.begin(header(1));
        assertEquals(
                "checkpoint 2: checkpoint 1 is in progress: commit or abort it first",
                assertThrows(IllegalStateException.class, () -> store.begin(header(2)))
                        .getMessage());
        writer.abort();
        complete(2);
    }

    @Test
    void incrementsNeedAParentThatHasThePart() throws IOException {
        complete(1);
        try (SnapshotWriter writer = store.begin(header(2))) {
            assertEquals(
                    "checkpoint 2, part 'part': there is no parent to build on: write a base, or begin with a parent",
                    assertThrows(IllegalArgumentException.class, () -> writer.increment("part"))
                            .getMessage());
        }
        try (SnapshotWriter writer = store.begin(new SnapshotHeader(3, OptionalLong.of(1), 0, 0))) {
            final String expected = "checkpoint 1: part 'other' is none of [part]";
            assertEquals(
                    expected,
                    assertThrows(IllegalArgumentException.class, () -> writer.unchanged("other"))
                            .getMessage());
            assertEquals(
                    expected,
                    assertThrows(IllegalArgumentException.class, () -> writer.increment("other"))
                            .getMessage());
        }
        final String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> store.begin(new SnapshotHeader(4, OptionalLong.of(3), 0, 0)))
                .getMessage();
        assertTrue(message.startsWith("checkpoint 3 is not complete in "), message);
        assertTrue(message.endsWith(": complete are [1]"), message);
    }

    @Test
    void namesAreUsedOnceAndHaveALength() throws IOException {
        try (SnapshotWriter writer = store.begin(header(1))) {
            writer.base("part").complete();
            writer.section("section", ByteBuffer.allocate(1));
            refuses("checkpoint 1, part 'part' is there already: name each once", () -> writer.base("part"));
            refuses(
                    "checkpoint 1, section 'section' is there already: name each once",
                    () -> writer.section("section", ByteBuffer.allocate(1)));
            refuses("checkpoint 1, part '': name of 0 bytes is outside [1, 255]", () -> writer.base(""));
            refuses(
                    "checkpoint 1, section 'long': length=16777216 > 16776959: write what is long as a part",
                    () -> writer.section("long", ByteBuffer.allocate(PartWriter.BLOCK_BYTES_MAX)));
            writer.commit();
        }
    }

    private static void refuses(final String message, final org.junit.jupiter.api.function.Executable action) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void blocksOfTheFormatsOwnKindsOrTooLongAreRefused() throws IOException {
        try (SnapshotWriter writer = store.begin(header(1));
                PartWriter part = writer.base("part")) {
            refuses("block: kind=-1 < 0: those are the format's own", () -> part.block(-1, ByteBuffer.allocate(0)));
            refuses(
                    "block: length=16777217 > 16777216: write several blocks",
                    () -> part.block(0, ByteBuffer.allocate(PartWriter.BLOCK_BYTES_MAX + 1)));
            part.complete();
            writer.commit();
        }
    }

    @Test
    void retentionKeepsWhatTheKeptOnesBuildOn() throws IOException {
        complete(1);
        for (long id = 2; id <= 5; id++) {
            try (SnapshotWriter writer = store.begin(new SnapshotHeader(id, OptionalLong.of(id - 1), 0, 0))) {
                write(writer.increment("part"), id);
                writer.commit();
            }
            store.retain(1);
            assertEquals(List.of(id), store.complete());
        }
        final SnapshotReader snapshot = store.open(5);
        assertEquals(5, snapshot.manifest().chainLength());
        for (int link = 0; link < 5; link++) {
            try (PartReader part = snapshot.part("part", link)) {
                assertTrue(part.next());
                assertEquals(link + 1, part.payload().getLong());
            }
        }
        complete(6);
        store.retain(1);
        assertEquals(1, store.open(6).manifest().chainLength());
        assertThrows(IllegalArgumentException.class, () -> store.open(5));
        assertThrows(IllegalArgumentException.class, () -> store.retain(0));
    }

    @Test
    void aRejectedCheckpointIsNotCompleteAnyMore() throws IOException {
        complete(1);
        complete(2);
        store.reject(2);
        assertEquals(List.of(1L), store.complete());
        assertThrows(IllegalArgumentException.class, () -> store.begin(header(2)));
        complete(3);
        store.retain(1);
        assertEquals(List.of(3L), store.complete());
    }

    @Test
    void partsThatDoNotExistAreNamed() throws IOException {
        complete(1);
        final SnapshotReader snapshot = store.open(1);
        refuses("checkpoint 1: part 'other' is none of [part]", () -> snapshot.part("other", 0));
        refuses("checkpoint 1, part 'part': link=1 is outside [0, 1)", () -> snapshot.part("part", 1));
        refuses(
                "checkpoint 1: section 'other' is none of []",
                () -> snapshot.manifest().section("other"));
    }

    @Test
    void snapshotThreadsWritePartsAtOnce() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SnapshotWriter writer = store.begin(header(1))) {
            final List<Future<?>> all = new ArrayList<>();
            for (long index = 0; index < 40; index++) {
                final long value = index;
                all.add(threads.submit(() -> {
                    write(writer.base("part." + value), value);
                    return null;
                }));
            }
            for (final Future<?> one : all) {
                one.get();
            }
            writer.commit();
        } finally {
            threads.shutdown();
        }
        final SnapshotReader snapshot = store.open(1);
        assertEquals(40, snapshot.manifest().parts().size());
        for (long index = 0; index < 40; index++) {
            try (PartReader part = snapshot.part("part." + index, 0)) {
                assertTrue(part.next());
                assertEquals(index, part.payload().getLong());
            }
        }
    }

    @Test
    void headersMakeSense() {
        refuses("checkpoint: id=0 < 1", () -> header(0));
        refuses(
                "checkpoint 2: parent=2 is not an earlier checkpoint",
                () -> new SnapshotHeader(2, OptionalLong.of(2), 0, 0));
    }

    private void complete(final long id) throws IOException {
        try (SnapshotWriter writer = store.begin(header(id))) {
            write(writer.base("part"), id);
            writer.commit();
        }
    }

    private static void write(final PartWriter part, final long value) throws IOException {
        try (part) {
            part.block(
                    0,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                            .putLong(value)
                            .flip());
            part.complete();
        }
    }

    private static SnapshotHeader header(final long id) {
        return new SnapshotHeader(id, OptionalLong.empty(), 0, 0);
    }
}
