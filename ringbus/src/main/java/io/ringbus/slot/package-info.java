// SPDX-License-Identifier: Apache-2.0
/**
 * Fixed pieces of off-heap memory in which records and marks travel.
 * Before: nothing, this is the ground. After: {@code io.ringbus.ring}.
 */
@NullMarked
package io.ringbus.slot;

import org.jspecify.annotations.NullMarked;
