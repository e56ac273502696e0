// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.stage.BarrierTimes;

/**
 * A checkpoint that is durable, and what it took.
 *
 * @param id         its number
 * @param bytes      state written
 * @param durationNs from its beginning until it was durable
 * @param longest    of all stages, the longest of each
 */
public record CompletedCheckpoint(long id, long bytes, long durationNs, BarrierTimes longest) {}
