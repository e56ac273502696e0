// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link StateWriter} wrote, and never beyond it.
 *
 * <p><b>Threading.</b> One thread.
 * <p><b>Failure.</b> {@link IllegalStateException} names the part, the place and what was expected there.
 */
public final class StateReader {
    private final String name;
    private final long address;
    private final long length;
    private final @Nullable SavedState saved;
    private final boolean share;
    private long position;

    /** Reads {@code length} bytes of native memory that stay where they are; {@code name} is for messages. */
    public StateReader(final String name, final long address, final long length) {
        this(name, address, length, null, false);
    }

    StateReader(
            final String name,
            final long address,
            final long length,
            final @Nullable SavedState saved,
            final boolean share) {
        this.name = name;
        this.address = address;
        this.length = length;
        this.saved = saved;
        this.share = share;
    }

    /** The parts in this buffer, by name, in the order in which they were written. */
    public Map<String, StateReader> parts() {
        final Map<String, StateReader> parts = new LinkedHashMap<>();
        while (position < length) {
            final String part = getString();
            final long bytes = getLong();
            parts.put(part, new StateReader(name + ", " + part, taken(bytes), bytes, saved, share));
        }
        return parts;
    }

    /** The next long. */
    public long getLong() {
        return Memory.getLong(taken(Long.BYTES));
    }

    /** The next int. */
    public int getInt() {
        return Memory.getInt(taken(Integer.BYTES));
    }

    /** The next boolean. */
    public boolean getBoolean() {
        return getInt() != 0;
    }

    /** The next string. */
    public String getString() {
        final int count = getInt();
        final long from = taken(count);
        final byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = Memory.getByte(from + i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The next value. */
    public <T> T get(final AddressCodec<T> codec) {
        final int bytes = getInt();
        return codec.decodeAt(taken(bytes), bytes);
    }

    /**
     * What a {@link Section} of this name holds, a list of chunks for each snapshot: the newest first, down to one that is
     * whole in itself.
     */
    public List<List<StateReader>> section(final String section) {
        if (saved == null) {
            throw new IllegalStateException(
                    "snapshot of " + name + ": section '" + section + "' is not here: parts are missing");
        }
        return saved.section(section);
    }

    /**
     * Whether this is what one of several instances saved, of which another number of instances takes over what is of their
     * keys: see {@link Stateful#takesShares()}.
     */
    public boolean isShare() {
        return share;
    }

    /** How messages name what is read. */
    public String name() {
        return name;
    }

    /** Copies the next {@code count} bytes to native memory. */
    public void getBytes(final long to, final long count) {
        Memory.copy(taken(count), to, count);
    }

    /** Address of the next {@code count} bytes, which are passed over. */
    public long taken(final long count) {
        if (count < 0 || count > length - position) {
            throw new IllegalStateException("snapshot of " + name + ": " + count + " bytes wanted at " + position
                    + " of " + length + ": it was written by another version, or for another pipeline");
        }
        final long at = address + position;
        position += count;
        return at;
    }

    /** Bytes not read yet. */
    public long remaining() {
        return length - position;
    }
}
