// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of a user's record, and the way back.
 * Before: {@code io.ringbus.slot}. After: {@code io.ringbus.chain}.
 */
@NullMarked
package io.ringbus.codec;

import org.jspecify.annotations.NullMarked;
