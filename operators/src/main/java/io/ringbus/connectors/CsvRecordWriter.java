// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Writes the components of a Java record: primitives and Strings without boxing, anything else by {@code toString}. */
final class CsvRecordWriter<T> implements CsvWriter<T> {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Class<?> type;
    private final MethodHandle[] fields;

    CsvRecordWriter(final Class<?> type) {
        this.type = type;
        final RecordComponent[] components = CsvColumns.components(type);
        fields = new MethodHandle[components.length];
        try {
            for (int i = 0; i < fields.length; i++) {
                fields[i] = field(components[i]);
            }
        } catch (final ReflectiveOperationException hidden) {
            throw new IllegalArgumentException(
                    "csv: components of record " + type.getName() + " cannot be reached: open its package", hidden);
        }
    }

    private MethodHandle field(final RecordComponent component) throws ReflectiveOperationException {
        final Method accessor = component.getAccessor();
        final MethodHandle get = MethodHandles.privateLookupIn(type, LOOKUP).unreflect(accessor);
        final Class<?> wanted = component.getType();
        final MethodHandle add = wanted.isPrimitive()
                ? LOOKUP.findVirtual(CsvLine.class, "add", MethodType.methodType(CsvLine.class, widened(wanted)))
                : LOOKUP.findStatic(
                        CsvRecordWriter.class,
                        "addObject",
                        MethodType.methodType(CsvLine.class, CsvLine.class, Object.class));
        final MethodHandle addTyped = add.asType(MethodType.methodType(void.class, CsvLine.class, wanted));
        return MethodHandles.filterArguments(addTyped, 1, get)
                .asType(MethodType.methodType(void.class, CsvLine.class, Object.class));
    }

    private static Class<?> widened(final Class<?> wanted) {
        return wanted == byte.class || wanted == short.class || wanted == int.class ? long.class : wanted;
    }

    static CsvLine addObject(final CsvLine line, final @Nullable Object value) {
        if (value == null) {
            return line.add("");
        }
        return line.add(
                value instanceof CharSequence text
                        ? text
                        : value instanceof Enum<?> named ? named.name() : value.toString());
    }

    @Override
    public void write(final T record, final CsvLine line) {
        if (!type.isInstance(record)) {
            throw new IllegalArgumentException(
                    "csv: record type=" + record.getClass().getName() + " != " + type.getName()
                            + " of the records before: write one type to a file");
        }
        try {
            for (final MethodHandle field : fields) {
                field.invokeExact(line, (Object) record);
            }
        } catch (final RuntimeException | Error known) {
            throw known;
        } catch (final Throwable other) {
            throw new IllegalStateException(other);
        }
    }
}
