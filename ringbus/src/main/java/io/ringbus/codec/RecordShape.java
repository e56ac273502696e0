// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A record class taken apart: its constructor, and per component an accessor with a format or with a shape of its own. */
record RecordShape(String subject, Class<?> type, MethodHandle constructor, List<Part> parts) {
    /** Each component is an argument of a method handle, and two for a long or double: 255 is the limit of the JVM. */
    static final int COMPONENTS_MAX = 120;

    /** One component. */
    sealed interface Part permits Leaf, Nested {
        MethodHandle accessor();
    }

    /** A component with bytes of its own; {@code path} starts at the outermost record. */
    record Leaf(String path, Class<?> type, FieldFormat format, MethodHandle accessor) implements Part {}

    /** A component that is a record. */
    record Nested(RecordShape shape, MethodHandle accessor) implements Part {}

    static RecordShape of(final Class<? extends Record> type) {
        return of(type, type.getSimpleName(), "", new ArrayDeque<>());
    }

    void addLeavesTo(final List<Leaf> leaves) {
        for (final Part part : parts) {
            if (part instanceof Leaf leaf) {
                leaves.add(leaf);
            } else if (part instanceof Nested nested) {
                nested.shape.addLeavesTo(leaves);
            }
        }
    }

    private static RecordShape of(
            final Class<?> type, final String subject, final String path, final Deque<Class<?>> outer) {
        final RecordComponent[] components = type.getRecordComponents();
        if (components.length > COMPONENTS_MAX) {
            throw new IllegalArgumentException(subject + ": components=" + components.length + " > " + COMPONENTS_MAX
                    + ": group some of them in a nested record");
        }
        outer.push(type);
        final MethodHandles.Lookup lookup = lookupIn(type);
        final Class<?>[] types = new Class<?>[components.length];
        final List<Part> parts = new ArrayList<>();
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                parts.add(part(type, components[i], lookup, subject, path, outer));
            }
            final MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types));
            outer.pop();
            return new RecordShape(subject, type, constructor, List.copyOf(parts));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " has no canonical constructor or accessor", e);
        }
    }

    private static Part part(
            final Class<?> owner,
            final RecordComponent component,
            final MethodHandles.Lookup lookup,
            final String ownerSubject,
            final String ownerPath,
            final Deque<Class<?>> outer)
            throws ReflectiveOperationException {
        final Class<?> type = component.getType();
        final String path = ownerPath + component.getName();
        final String subject = ownerSubject + '.' + component.getName();
        final MethodHandle accessor = lookup.unreflect(component.getAccessor());
        if (!type.isRecord()) {
            return new Leaf(path, type, format(owner, component, subject), accessor);
        }
        if (outer.contains(type)) {
            throw unsupported(owner, component, "a record cannot contain itself");
        }
        return new Nested(of(type, subject, path + '.', outer), accessor);
    }

    private static FieldFormat format(final Class<?> owner, final RecordComponent component, final String subject) {
        final Class<?> type = component.getType();
        final Ascii ascii = component.getAnnotation(Ascii.class);
        final Decimal decimal = component.getAnnotation(Decimal.class);
        if (ascii != null && type != String.class) {
            throw unsupported(owner, component, "@Ascii belongs on a String");
        }
        if (decimal != null && type != double.class && type != BigDecimal.class) {
            throw unsupported(owner, component, "@Decimal belongs on a double or a BigDecimal");
        }
        if (ascii != null) {
            return AsciiFormat.of(subject, ascii);
        }
        if (decimal != null) {
            return type == double.class ? DecimalFormat.of(subject, decimal) : BigDecimalFormat.of(subject, decimal);
        }
        if (type.isPrimitive()) {
            return PrimitiveFormat.of(type);
        }
        if (type.isEnum()) {
            return EnumFormat.of(subject, type);
        }
        throw unsupported(owner, component, remedy(type));
    }

    private static String remedy(final Class<?> type) {
        if (type == String.class) {
            return "give it a length with @Ascii(n), or write a codec by hand";
        }
        if (type == BigDecimal.class) {
            return "give it a scale with @Decimal(n)";
        }
        final Class<?> primitive = MethodType.methodType(type).unwrap().returnType();
        return primitive != type
                ? "use the primitive " + primitive.getName()
                : "use a primitive, an enum, an @Ascii String, a @Decimal or a record, or write a codec by hand";
    }

    private static IllegalArgumentException unsupported(
            final Class<?> owner, final RecordComponent component, final String remedy) {
        return new IllegalArgumentException("record " + owner.getName() + ": component=" + component.getName()
                + " of type=" + component.getType().getName() + " has no binary form: " + remedy);
    }

    private static MethodHandles.Lookup lookupIn(final Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (final IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + ": package=" + type.getPackageName() + " is not open: add 'opens "
                            + type.getPackageName() + "' to module "
                            + type.getModule().getName(),
                    e);
        }
    }
}
