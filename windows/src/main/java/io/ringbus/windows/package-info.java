// SPDX-License-Identifier: Apache-2.0
/**
 * Operators that cut a stream into windows and tell what each came to.
 * Before: {@code io.ringbus.chain}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.windows;

import org.jspecify.annotations.NullMarked;
