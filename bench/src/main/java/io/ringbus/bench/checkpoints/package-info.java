// SPDX-License-Identifier: Apache-2.0
/**
 * What checkpoints of a million keys cost the path of a record.
 * Before: {@code io.ringbus.bench.harness}, {@code io.ringbus.bench.latency}. After: nothing.
 */
@NullMarked
package io.ringbus.bench.checkpoints;

import org.jspecify.annotations.NullMarked;
