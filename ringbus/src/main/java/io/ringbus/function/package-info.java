// SPDX-License-Identifier: Apache-2.0
/**
 * What users write as lambdas: one interface for each shape of function.
 * Before: nothing. After: {@code io.ringbus.chain}, which calls them.
 */
@NullMarked
package io.ringbus.function;

import org.jspecify.annotations.NullMarked;
