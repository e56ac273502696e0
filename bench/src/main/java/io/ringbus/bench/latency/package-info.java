// SPDX-License-Identifier: Apache-2.0
/**
 * How long after its time each event's result is there, measured open loop in forks and compared in pairs.
 * Before: {@code io.ringbus.bench.harness}. After: the contenders, and a chart.
 */
@NullMarked
package io.ringbus.bench.latency;

import org.jspecify.annotations.NullMarked;
