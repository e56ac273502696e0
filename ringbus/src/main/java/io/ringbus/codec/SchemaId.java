// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Tells bytes apart that mean different things although they may be of one length: ids of what defines them, the same in every
 * process and release, to be stored beside the bytes and compared when they are read.
 *
 * <p>Things that are defined by Java records, as aggregates are, have an id by their class and their components: codecs,
 * constants of enums, numbers, other definitions. Functions have none; two that differ make bytes of the same form.
 */
public final class SchemaId {
    private SchemaId() {}

    /** Id of a definition, with the numbers in it: the mean of the last ten is not that of the last nine. */
    public static int of(final Object definition) {
        return of(definition, true);
    }

    /** Id of a definition, whatever the numbers in it: for thresholds, which may change while the bytes go on. */
    public static int withoutNumbers(final Object definition) {
        return of(definition, false);
    }

    /** Id of several things in this order, as what {@code word} says. */
    public static int joined(final String word, final int... ids) {
        final StringBuilder text = new StringBuilder(word);
        for (final int id : ids) {
            text.append(' ').append(id);
        }
        return RecordLayout.hash(text.toString());
    }

    private static int of(final Object definition, final boolean numbers) {
        final StringBuilder text = new StringBuilder();
        describe(definition, numbers, text);
        return RecordLayout.hash(text.toString());
    }

    private static void describe(final Object definition, final boolean numbers, final StringBuilder to) {
        final Class<?> type = definition.getClass();
        if (type.isHidden() || type.isAnonymousClass()) {
            return; // its name is another one in the next process, or after the next change beside it
        }
        to.append(type.getName()).append('(');
        if (type.isRecord()) {
            for (final RecordComponent component : type.getRecordComponents()) {
                describe(component.getType(), valueOf(component.getAccessor(), definition), numbers, to);
            }
        }
        to.append(')');
    }

    private static void describe(
            final Class<?> declared, final @Nullable Object value, final boolean numbers, final StringBuilder to) {
        if (value instanceof AddressCodec<?> codec) {
            to.append(codec.schemaId()).append(';');
        } else if (value instanceof Enum<?> constant) {
            to.append(constant.name()).append(';');
        } else if (declared.isPrimitive()) {
            to.append(numbers || declared == boolean.class ? value : "").append(';');
        } else if (value instanceof Record && isDefinition(declared)) {
            describe(value, numbers, to);
        }
    }

    /** A component whose type is open is a value of the user's, such as the one to begin with. */
    private static boolean isDefinition(final Class<?> declared) {
        final String in = declared.getPackageName();
        return !in.startsWith("java.") && !in.equals("io.ringbus.function");
    }

    private static @Nullable Object valueOf(final Method accessor, final Object definition) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(definition);
        } catch (final ReflectiveOperationException unreadable) {
            throw new IllegalArgumentException(
                    definition.getClass().getName() + ": component=" + accessor.getName() + " cannot be read",
                    unreadable);
        }
    }
}
