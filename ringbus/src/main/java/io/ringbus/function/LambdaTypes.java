// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads the types that a lambda or method reference was written for, which erasure hides everywhere else: they decide
 * which codec a stream needs where it meets a ring or a state.
 *
 * <p>A lambda of a serializable interface can describe itself; its description names the instantiated method type. Other
 * objects (an anonymous class, a function passed on as a variable) answer null, and the user names the type instead.
 *
 * <p><b>Threading.</b> Any thread; called while a pipeline is built.
 */
public final class LambdaTypes {
    private LambdaTypes() {}

    /** The lambda's signature with its type arguments filled in, or null when {@code function} is not a lambda. */
    public static @Nullable MethodType of(final Serializable function) {
        try {
            final Method describe = function.getClass().getDeclaredMethod("writeReplace");
            describe.setAccessible(true);
            if (describe.invoke(function) instanceof SerializedLambda description) {
                return MethodType.fromMethodDescriptorString(
                        description.getInstantiatedMethodType(),
                        function.getClass().getClassLoader());
            }
            return null;
        } catch (final ReflectiveOperationException | RuntimeException notALambda) {
            return null;
        }
    }

    /** What the function returns, or null when that is not known. */
    public static @Nullable Class<?> returned(final Serializable function) {
        final MethodType type = of(function);
        return type == null ? null : type.wrap().returnType();
    }
}
