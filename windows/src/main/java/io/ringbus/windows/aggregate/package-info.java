// SPDX-License-Identifier: Apache-2.0
/**
 * Summaries of fixed width that are updated in place: add, merge, result.
 * Before: {@code io.ringbus.state}. After: {@code io.ringbus.windows}.
 */
@NullMarked
package io.ringbus.windows.aggregate;

import org.jspecify.annotations.NullMarked;
