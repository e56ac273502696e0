// SPDX-License-Identifier: Apache-2.0
/**
 * Operators fused into one call path: no ring, no codec and no thread between them.
 * Before: {@code io.ringbus.codec}. After: {@code io.ringbus.stage}.
 */
@NullMarked
package io.ringbus.chain;

import org.jspecify.annotations.NullMarked;
