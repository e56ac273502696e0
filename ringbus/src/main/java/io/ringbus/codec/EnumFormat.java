// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** An enum constant as its ordinal, in one byte or, from 257 constants on, in two. The schema names the constants in order. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares formats, and only a record's fields are folded
record EnumFormat(String subject, Enum<?>[] constants, int bytes) implements FieldFormat {
    private static final int BYTE_CONSTANTS_MAX = 256;

    static EnumFormat of(final String subject, final Class<?> type) {
        final Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
        return new EnumFormat(subject, constants, constants.length <= BYTE_CONSTANTS_MAX ? 1 : 2);
    }

    @Override
    public String schema() {
        final StringBuilder schema = new StringBuilder("enum");
        for (final Enum<?> constant : constants) {
            schema.append(',').append(constant.name());
        }
        return schema.toString();
    }

    @Override
    public MethodHandle reader() {
        return HandleLookup.ofInstance(this, "read", MethodType.methodType(Enum.class, int.class, long.class));
    }

    @Override
    public MethodHandle writer() {
        return HandleLookup.ofInstance(
                this, "write", MethodType.methodType(void.class, int.class, long.class, Enum.class));
    }

    Enum<?> read(final int offset, final long address) {
        final int ordinal = bytes == 1 ? Memory.getByte(address + offset) & 0xFF : Memory.getChar(address + offset);
        if (ordinal >= constants.length) {
            throw unknown(ordinal);
        }
        return constants[ordinal];
    }

    @SuppressWarnings("EnumOrdinal") // the schema id changes when the constants do
    void write(final int offset, final long address, final @Nullable Enum<?> value) {
        if (value == null) {
            throw Refusals.absent(subject);
        }
        if (bytes == 1) {
            Memory.putByte(address + offset, (byte) value.ordinal());
        } else {
            Memory.putChar(address + offset, (char) value.ordinal());
        }
    }

    private IllegalArgumentException unknown(final int ordinal) {
        return new IllegalArgumentException(subject + ": ordinal=" + ordinal + " >= constants=" + constants.length
                + ": the bytes are damaged or were written with another schema");
    }
}
