// SPDX-License-Identifier: Apache-2.0
/**
 * When checkpoints begin, how their parts come together, and how a pipeline goes on from the newest.
 * Before: {@code io.ringbus.stage}, {@code io.ringbus.barriers}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.barriers.coordinator;

import org.jspecify.annotations.NullMarked;
