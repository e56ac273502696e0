// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.state.KeyedState;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/**
 * A keyed state that is now and then replaced by a wider one, and is a constant to the compiler in between: code compiled
 * for the old one is thrown away when it is replaced. Through an ordinary field, the state's class would have to be checked
 * for every record, and the box of a numeric key would be allocated to be passed to it.
 *
 * <p><b>Threading.</b> Stage thread.
 */
record CurrentState<K>(MutableCallSite site, MethodHandle current) {
    static <K> CurrentState<K> of(final KeyedState<K> state) {
        final MutableCallSite site = new MutableCallSite(MethodHandles.constant(KeyedState.class, state));
        return new CurrentState<>(site, site.dynamicInvoker());
    }

    /** The state in use. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    KeyedState<K> get() {
        try {
            return (KeyedState<K>) (KeyedState) current.invokeExact();
        } catch (final Throwable impossible) { // a constant throws nothing
            throw new IllegalStateException(impossible);
        }
    }

    /** Uses {@code state} from now on. */
    void replace(final KeyedState<K> state) {
        site.setTarget(MethodHandles.constant(KeyedState.class, state));
    }
}
