// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Finds the component that an accessor reads: it answers with that component's number for several made-up records. */
final class FieldProbe {
    private static final int ROUNDS = 3;
    private static final int NUMBERS = 113; // a prime, so that each round is a permutation, and small enough for a byte

    private FieldProbe() {}

    static <R extends Record> RecordField find(final RecordCodec<R> codec, final ToDoubleFunction<? super R> accessor) {
        List<RecordField> candidates = new ArrayList<>();
        for (final RecordField field : codec.fields()) {
            if (field.numeric()) {
                candidates.add(field);
            }
        }
        try (Slab slab = new Slab(Math.max(Long.BYTES, codec.maxLength()), Long.BYTES)) {
            for (int round = 0; round < ROUNDS; round++) {
                fill(codec.fields(), round, slab.address());
                candidates = matching(codec, accessor, slab.address(), candidates);
            }
        } catch (final RuntimeException refusedByConstructorOrAccessor) {
            throw unknown(codec, refusedByConstructorOrAccessor);
        }
        if (candidates.size() != 1) {
            throw unknown(codec, null);
        }
        return candidates.get(0);
    }

    private static void fill(final List<RecordField> fields, final int round, final long address) {
        for (int i = 0; i < fields.size(); i++) {
            final RecordField field = fields.get(i);
            final int number = 1 + (i * (2 * round + 1) + round * 17) % NUMBERS;
            if (field.whole()) {
                field.putUnits(address, number);
            } else if (field.numeric()) {
                field.putNumber(address, number);
            } else if (field.type() == String.class) {
                Memory.clear(address + field.offset(), field.bytes());
                Memory.putByte(address + field.offset(), (byte) 'A');
            }
        }
    }

    private static <R extends Record> List<RecordField> matching(
            final RecordCodec<R> codec,
            final ToDoubleFunction<? super R> accessor,
            final long address,
            final List<RecordField> candidates) {
        final double answer = accessor.applyAsDouble(codec.decodeAt(address, codec.maxLength()));
        final List<RecordField> matching = new ArrayList<>();
        for (final RecordField field : candidates) {
            if (field.number(address) == answer) {
                matching.add(field);
            }
        }
        return matching;
    }

    private static IllegalArgumentException unknown(
            final RecordCodec<?> codec, final @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "the function is not an accessor of a numeric component of "
                        + codec.type().getName() + "; use aggregate(..)",
                cause);
    }
}
