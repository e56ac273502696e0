// SPDX-License-Identifier: Apache-2.0
/**
 * Keyed state outside the heap: in Chronicle Map, or in a slab of our own.
 * Before: {@code io.ringbus.state}. After: the operators that hold the state.
 */
@NullMarked
package io.ringbus.offheap;

import org.jspecify.annotations.NullMarked;
