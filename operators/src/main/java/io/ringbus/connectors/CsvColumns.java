// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a Java record out of fields: one method handle that reads each component and calls the canonical constructor,
 * so that nothing is boxed on the way.
 */
final class CsvColumns<T> {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final MethodHandle make;

    private CsvColumns(final MethodHandle make) {
        this.make = make;
    }

    /** Reads component {@code i} from column {@code columns[i]}. */
    static <T> CsvColumns<T> of(final Class<T> type, final int[] columns) {
        final RecordComponent[] components = components(type);
        final Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            final MethodHandle constructor = MethodHandles.privateLookupIn(type, LOOKUP)
                    .findConstructor(type, MethodType.methodType(void.class, types));
            final MethodHandle[] readers = new MethodHandle[types.length];
            for (int i = 0; i < types.length; i++) {
                readers[i] = reader(type, components[i], columns[i]);
            }
            final MethodHandle ofMany = MethodHandles.filterArguments(constructor, 0, readers);
            final MethodType ofOne = MethodType.methodType(type, CsvFields.class);
            return new CsvColumns<>(MethodHandles.permuteArguments(ofMany, ofOne, new int[types.length])
                    .asType(ofOne.changeReturnType(Object.class)));
        } catch (final ReflectiveOperationException hidden) {
            throw new IllegalArgumentException(
                    "csv: constructor of record " + type.getName() + " cannot be reached: open its package", hidden);
        }
    }

    /** Names of the components, in order. */
    static List<String> names(final Class<?> type) {
        return Arrays.stream(components(type)).map(RecordComponent::getName).toList();
    }

    static RecordComponent[] components(final Class<?> type) {
        final RecordComponent[] components = type.getRecordComponents();
        if (components == null || components.length == 0) {
            throw new IllegalArgumentException("csv: type=" + type.getName()
                    + " is not a record with components: give a record, or a function of the fields");
        }
        return components;
    }

    /** Calls the constructor; what it throws comes out as it is. */
    @SuppressWarnings("unchecked")
    T make(final CsvFields fields) throws Throwable {
        return (T) (Object) make.invokeExact(fields);
    }

    private static MethodHandle reader(final Class<?> type, final RecordComponent component, final int column)
            throws ReflectiveOperationException {
        final Class<?> wanted = component.getType();
        if (wanted == byte.class) {
            return whole(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte", byte.class);
        }
        if (wanted == short.class) {
            return whole(column, Short.MIN_VALUE, Short.MAX_VALUE, "a short", short.class);
        }
        if (wanted.isEnum()) {
            final MethodHandle find = LOOKUP.findStatic(
                    CsvColumns.class,
                    "constant",
                    MethodType.methodType(Object.class, Object[].class, int.class, CsvFields.class));
            return MethodHandles.insertArguments(find, 0, wanted.getEnumConstants(), column)
                    .asType(MethodType.methodType(wanted, CsvFields.class));
        }
        final String method = wanted == String.class ? "text" : wanted.isPrimitive() ? wanted.getName() + "At" : "";
        if (method.isEmpty()) {
            throw new IllegalArgumentException("csv: component '" + component.getName() + "' of " + type.getSimpleName()
                    + " has type=" + wanted.getSimpleName()
                    + ", but a column holds a primitive, a String or an enum: give Csv.of a function of the fields");
        }
        final MethodHandle read = LOOKUP.findVirtual(CsvFields.class, method, MethodType.methodType(wanted, int.class));
        return MethodHandles.insertArguments(read, 1, column);
    }

    private static MethodHandle whole(
            final int column, final long min, final long max, final String expected, final Class<?> narrow)
            throws ReflectiveOperationException {
        final MethodHandle read = LOOKUP.findVirtual(
                CsvFields.class,
                "wholeAt",
                MethodType.methodType(long.class, int.class, long.class, long.class, String.class));
        final MethodHandle bound = MethodHandles.insertArguments(read, 1, column, min, max, expected);
        return MethodHandles.explicitCastArguments(bound, MethodType.methodType(narrow, CsvFields.class));
    }

    static Object constant(final Object[] constants, final int column, final CsvFields fields) {
        final String text = fields.text(column);
        for (final Object constant : constants) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw fields.notA(column, "one of " + Arrays.toString(constants));
    }
}
