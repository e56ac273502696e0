// SPDX-License-Identifier: Apache-2.0
/**
 * Turns a plan into a topology: decides what shares a stage, where a ring goes, and builds the chains.
 * Before: {@code io.ringbus.plan}. After: {@code io.ringbus.stage}.
 */
@NullMarked
package io.ringbus.translation;

import org.jspecify.annotations.NullMarked;
