// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The bytes of one simulated file: those that processes read, those that the disk holds, and the writes in between. */
final class SimulatedBytes {
    private static final int TORN_ONE_IN = 2;
    private static final int STALE_ONE_IN = 4;

    private byte[] seen;
    private byte[] held;
    private boolean hasLost;
    private final List<Write> unforced = new ArrayList<>();

    /** Bytes at an offset, or, when {@code data} is empty, a cut to that length. */
    private record Write(int offset, byte[] data) {
        boolean isCut() {
            return data.length == 0;
        }
    }

    SimulatedBytes() {
        this(new byte[0]);
    }

    SimulatedBytes(final byte[] content) {
        seen = content.clone();
        held = seen;
    }

    int length() {
        return seen.length;
    }

    byte[] bytes() {
        return seen.clone();
    }

    int read(final ByteBuffer target, final long offset) {
        final int from = (int) Math.min(seen.length, offset);
        final int count = Math.min(target.remaining(), seen.length - from);
        target.put(seen, from, count);
        return count;
    }

    /** Changes a byte where it lies. */
    void damage(final int offset, final byte mask) {
        seen[offset] ^= mask;
        held = seen;
    }

    void write(final int offset, final byte[] data) {
        if (data.length > 0) {
            final Write write = new Write(offset, data);
            unforced.add(write);
            seen = applied(write, seen);
        }
    }

    void truncate(final int length) {
        final Write cut = new Write(length, new byte[0]);
        unforced.add(cut);
        seen = applied(cut, seen);
    }

    private static byte[] applied(final Write write, final byte[] bytes) {
        if (write.isCut()) {
            return Arrays.copyOf(bytes, Math.min(write.offset, bytes.length));
        }
        final byte[] after = Arrays.copyOf(bytes, Math.max(bytes.length, write.offset + write.data.length));
        System.arraycopy(write.data, 0, after, write.offset, write.data.length);
        return after;
    }

    void force() {
        if (hasLost) {
            unforced.forEach(write -> held = applied(write, held));
        } else {
            held = seen;
        }
        unforced.clear();
    }

    /** What was to be forced stays readable and never reaches the disk. */
    void loseUnforced() {
        hasLost |= !unforced.isEmpty();
        unforced.clear();
    }

    SimulatedBytes afterPowerCut(final Random random) {
        final Survival survival = Survival.drawn(random);
        byte[] left = held;
        for (int index = 0; index < unforced.size(); index++) {
            final Write write = unforced.get(index);
            if (survival.keeps(index, unforced.size(), random)) {
                left = applied(survival == Survival.ALL ? write : torn(write, random), left);
            } else if (survival == Survival.SOME && !write.isCut()) {
                left = lengthened(left, write.offset + write.data.length, random);
            }
        }
        return new SimulatedBytes(left);
    }

    private static Write torn(final Write write, final Random random) {
        if (write.isCut() || random.nextInt(TORN_ONE_IN) > 0) {
            return write;
        }
        final int from = random.nextInt(write.data.length);
        final int to = from + 1 + random.nextInt(write.data.length - from);
        return new Write(write.offset + from, Arrays.copyOfRange(write.data, from, to));
    }

    /** Now and then the length of a file reaches the disk before its bytes: zeros are read, or what lay there before. */
    private static byte[] lengthened(final byte[] bytes, final int length, final Random random) {
        if (length <= bytes.length || random.nextBoolean()) {
            return bytes;
        }
        final byte[] after = Arrays.copyOf(bytes, length);
        if (random.nextInt(STALE_ONE_IN) == 0) {
            final byte[] stale = new byte[length - bytes.length];
            random.nextBytes(stale);
            System.arraycopy(stale, 0, after, bytes.length, stale.length);
        }
        return after;
    }
}
