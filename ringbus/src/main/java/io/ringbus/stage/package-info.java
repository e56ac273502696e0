// SPDX-License-Identifier: Apache-2.0
/**
 * Stages as duty cycles, what feeds them, and the topology and execution that they make up.
 * Before: {@code io.ringbus.ring}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.stage;

import org.jspecify.annotations.NullMarked;
