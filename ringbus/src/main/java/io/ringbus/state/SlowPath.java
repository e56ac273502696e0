// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls a method in a way that the compiler never inlines.
 *
 * <p>While a state fills (at the start, or when a snapshot is read back) most calls make a new key, and the compiler would
 * put all that it takes into the machine code of the method that locates keys. That code is then too large to be inlined
 * into the stage for the rest of the run, and the key is boxed on every record. A call through a method handle that is no
 * constant keeps it apart.
 */
final class SlowPath {
    // Not final: the compiler would look through a constant.
    private MethodHandle method;

    /** Will call the private method {@code name} of {@code receiver}, which takes {@code parameters} and answers a long. */
    SlowPath(
            final MethodHandles.Lookup lookup, final Object receiver, final String name, final Class<?>... parameters) {
        final MethodType type = MethodType.methodType(long.class, parameters);
        try {
            method = lookup.findVirtual(lookup.lookupClass(), name, type).bindTo(receiver);
        } catch (final ReflectiveOperationException impossible) {
            throw new IllegalStateException("no method " + name + type + " in " + lookup.lookupClass(), impossible);
        }
    }

    long call(final long bits) {
        try {
            return (long) method.invokeExact(bits);
        } catch (final Throwable failed) {
            throw unchecked(failed);
        }
    }

    long call(final Object key, final int hash) {
        try {
            return (long) method.invokeExact(key, hash);
        } catch (final Throwable failed) {
            throw unchecked(failed);
        }
    }

    private static RuntimeException unchecked(final Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof RuntimeException runtime ? runtime : new IllegalStateException(failed);
    }
}
