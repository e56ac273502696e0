// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance of something per thread. The first thread to ask, usually the only one, gets by with a comparison; others go
 * through a {@link ThreadLocal}.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class PerThread<T> {
    private static final VarHandle OWNER;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(PerThread.class, "owner", Thread.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final T first;
    private final ThreadLocal<T> others;

    // Set once. A thread sees either its own write or a value that is not itself, so a plain read is enough.
    private @Nullable Thread owner;

    PerThread(final Supplier<? extends T> supplier) {
        this.first = supplier.get();
        this.others = ThreadLocal.withInitial(supplier);
    }

    T get() {
        if (owner == Thread.currentThread()) {
            return first;
        }
        return owner == null && OWNER.compareAndSet(this, null, Thread.currentThread()) ? first : others.get();
    }
}
