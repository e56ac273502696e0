// SPDX-License-Identifier: Apache-2.0
/**
 * State on its way into a checkpoint and back.
 * Before: {@code io.ringbus.slot}. After: whatever has state, and {@code io.ringbus.barriers}.
 */
@NullMarked
package io.ringbus.snapshot;

import org.jspecify.annotations.NullMarked;
