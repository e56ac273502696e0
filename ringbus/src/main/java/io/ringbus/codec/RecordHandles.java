// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Composes a record's decoder and encoder from its constructor, its accessors and the formats of its fields. The result is
 * one tree of method handles that the compiler inlines as a whole when it is reached from a constant.
 */
final class RecordHandles {
    private static final MethodHandle PRESENT = HandleLookup.ofStatic(
            RecordHandles.class, "present", MethodType.methodType(Object.class, String.class, Object.class));

    private RecordHandles() {}

    /** {@code (long address)Record}. */
    static MethodHandle decoder(final RecordLayout layout) {
        return decoder(layout.shape(), layout).asType(MethodType.methodType(Record.class, long.class));
    }

    /** {@code (Record, long address)void}. */
    static MethodHandle encoder(final RecordLayout layout) {
        return encoder(layout.shape(), layout).asType(MethodType.methodType(void.class, Record.class, long.class));
    }

    private static MethodHandle decoder(final RecordShape shape, final RecordLayout layout) {
        final List<RecordShape.Part> parts = shape.parts();
        if (parts.isEmpty()) {
            return MethodHandles.dropArguments(shape.constructor(), 0, long.class);
        }
        final MethodHandle[] readers = new MethodHandle[parts.size()];
        for (int i = 0; i < readers.length; i++) {
            if (parts.get(i) instanceof RecordShape.Nested nested) {
                readers[i] = decoder(nested.shape(), layout);
            } else if (parts.get(i) instanceof RecordShape.Leaf leaf) {
                readers[i] = MethodHandles.insertArguments(leaf.format().reader(), 0, layout.offsetOf(leaf))
                        .asType(MethodType.methodType(leaf.type(), long.class));
            }
        }
        return MethodHandles.permuteArguments(
                MethodHandles.filterArguments(shape.constructor(), 0, readers),
                MethodType.methodType(shape.type(), long.class),
                new int[readers.length]);
    }

    private static MethodHandle encoder(final RecordShape shape, final RecordLayout layout) {
        final MethodType type = MethodType.methodType(void.class, shape.type(), long.class);
        final List<MethodHandle> writers = new ArrayList<>();
        for (final RecordShape.Part part : shape.parts()) {
            if (part instanceof RecordShape.Nested nested) {
                final MethodHandle present = MethodHandles.insertArguments(
                                PRESENT, 0, nested.shape().subject())
                        .asType(MethodType.methodType(
                                nested.shape().type(), nested.shape().type()));
                writers.add(MethodHandles.filterArguments(
                        encoder(nested.shape(), layout),
                        0,
                        MethodHandles.filterReturnValue(nested.accessor(), present)));
            } else if (part instanceof RecordShape.Leaf leaf) {
                final MethodHandle writer = MethodHandles.insertArguments(
                                leaf.format().writer(), 0, layout.offsetOf(leaf))
                        .asType(MethodType.methodType(void.class, long.class, leaf.type()));
                writers.add(MethodHandles.permuteArguments(
                        MethodHandles.filterArguments(writer, 1, leaf.accessor()), type, 1, 0));
            }
        }
        return writers.isEmpty() ? MethodHandles.empty(type) : inOrder(writers.toArray(new MethodHandle[0]));
    }

    /** Folds in halves: the tree is as deep as the logarithm of the number of fields. */
    private static MethodHandle inOrder(final MethodHandle[] writers) {
        if (writers.length == 1) {
            return writers[0];
        }
        final int half = writers.length / 2;
        return MethodHandles.foldArguments(
                inOrder(Arrays.copyOfRange(writers, half, writers.length)),
                inOrder(Arrays.copyOfRange(writers, 0, half)));
    }

    static Object present(final String subject, final @Nullable Object value) {
        if (value == null) {
            throw Refusals.absent(subject);
        }
        return value;
    }
}
