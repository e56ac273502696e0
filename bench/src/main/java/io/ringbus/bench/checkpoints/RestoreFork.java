// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.collections.Long2LongHashMap;

/** In a JVM that has done nothing before: goes on from a checkpoint of {@link KeyedSums}, or does the like by hand. */
public final class RestoreFork {
    static final int ENTRY_BYTES = 2 * Long.BYTES;
    private static final float LOAD = 0.5f;
    private static final long MISSING = 0;

    private RestoreFork() {}

    /** {@code args}: the folder of checkpoints, or the file of keys and sums, and which of both it is. */
    public static void main(final String[] args) throws Exception {
        final long[] stampsNs = args[1].equals("pipeline") ? pipeline(Path.of(args[0])) : byHand(Path.of(args[0]));
        System.out.println("RESTORED readNs=" + (stampsNs[1] - stampsNs[0]) + " restoredNs="
                + (stampsNs[2] - stampsNs[1]) + " firstNs=" + (stampsNs[3] - stampsNs[2]) + " result=" + stampsNs[4]);
    }

    /** Gives one event, of key 0; notes when it is opened, which is when the state has been restored. */
    private static final class One implements Source<KeyedSums.Event> {
        private boolean given;
        private long openedNs;

        @Override
        public void restore(final StateReader in) {
            in.getLong();
        }

        @Override
        public void open() {
            openedNs = System.nanoTime();
        }

        @Override
        public Poll poll(final Output<KeyedSums.Event> output) {
            if (given) {
                return Poll.NOTHING_YET;
            }
            given = true;
            output.emit(KeyedSums.Event.of(0), SlotLayout.NO_TIME);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "event 0";
        }
    }

    private static long[] pipeline(final Path folder) {
        final long[] first = new long[2];
        final One source = new One();
        final long begunNs = System.nanoTime();
        try (KeyedSums sums = new KeyedSums(
                source,
                (result, timestampNs) -> {
                    first[0] = System.nanoTime();
                    first[1] = result;
                },
                KeyedSums.checkpointed(folder, 0),
                CheckpointListener.NONE)) {
            final long readNs = System.nanoTime();
            while (first[0] == 0) {
                sums.turn();
            }
            return new long[] {begunNs, readNs, source.openedNs, first[0], first[1]};
        }
    }

    private static long[] byHand(final Path file) throws Exception {
        final long begunNs = System.nanoTime();
        final ByteBuffer all;
        final CRC32C crc = new CRC32C();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            all = ByteBuffer.allocateDirect((int) channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            while (all.hasRemaining()) {
                channel.read(all);
            }
        }
        final int end = all.capacity() - Integer.BYTES;
        crc.update(all.flip().limit(end));
        if ((int) crc.getValue() != all.limit(all.capacity()).getInt(end)) {
            throw new IllegalStateException("restore: the checksum of " + file + " does not hold");
        }
        final long readNs = System.nanoTime();
        final Long2LongHashMap sums = new Long2LongHashMap(2 * KeyedSums.KEYS, LOAD, MISSING);
        for (int at = 0; at < ENTRY_BYTES * KeyedSums.KEYS; at += ENTRY_BYTES) {
            sums.put(all.getLong(at), all.getLong(at + Long.BYTES));
        }
        final long restoredNs = System.nanoTime();
        final KeyedSums.Event event = KeyedSums.Event.of(0);
        final long sum = sums.get(event.key()) + event.amount();
        sums.put(event.key(), sum);
        return new long[] {begunNs, readNs, restoredNs, System.nanoTime(), sum};
    }
}
