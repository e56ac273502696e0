// SPDX-License-Identifier: Apache-2.0
/**
 * Edges between stages: Disruptor sequences over slabs of slots, with an end to write and an end to read.
 * Before: {@code io.ringbus.chain}. After: {@code io.ringbus.stage}.
 */
@NullMarked
package io.ringbus.ring;

import org.jspecify.annotations.NullMarked;
