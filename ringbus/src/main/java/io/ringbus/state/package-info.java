// SPDX-License-Identifier: Apache-2.0
/**
 * Fixed-width bytes per key of one partition, wherever a backend keeps them.
 * Before: {@code io.ringbus.codec}. After: {@code io.ringbus.chain}, whose operators hold them.
 */
@NullMarked
package io.ringbus.state;

import org.jspecify.annotations.NullMarked;
