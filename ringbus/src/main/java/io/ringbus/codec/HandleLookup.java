// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Finds the package's own methods as handles; a missing one is a mistake in this package, not a condition. */
final class HandleLookup {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private HandleLookup() {}

    static MethodHandle ofStatic(final Class<?> owner, final String name, final MethodType type) {
        try {
            return LOOKUP.findStatic(owner, name, type);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(owner.getName() + '.' + name + type + " is missing", e);
        }
    }

    /** The method of {@code receiver}, bound to it. */
    static MethodHandle ofInstance(final Object receiver, final String name, final MethodType type) {
        try {
            return LOOKUP.findVirtual(receiver.getClass(), name, type).bindTo(receiver);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(receiver.getClass().getName() + '.' + name + type + " is missing", e);
        }
    }
}
