// SPDX-License-Identifier: Apache-2.0
/**
 * The logical graph: sources, functions, keys, windows and sinks, without a thread, a ring or a state store.
 * Before: {@code io.ringbus.windows}. After: {@code io.ringbus.translation}.
 */
@NullMarked
package io.ringbus.plan;

import org.jspecify.annotations.NullMarked;
