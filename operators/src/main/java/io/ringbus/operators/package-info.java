// SPDX-License-Identifier: Apache-2.0
/**
 * The operators behind the words: one class each, seen by the chain only.
 * Before: {@code io.ringbus.chain}. After: {@code io.ringbus.translation}.
 */
@NullMarked
package io.ringbus.operators;

import org.jspecify.annotations.NullMarked;
