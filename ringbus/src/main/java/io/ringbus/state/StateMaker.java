// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import org.jspecify.annotations.Nullable;

/**
 * Instantiates a state's class, or a copy of that class made for one use of it, by its only constructor. The specialiser's
 * {@code create} is one: {@code backend.open(spec, specialiser::create)}.
 */
@FunctionalInterface
public interface StateMaker {
    /** Makes an object of {@code template} or of a copy of it, seen as {@code contract}. */
    <C> C create(Class<C> contract, Class<?> template, @Nullable Object... arguments);
}
