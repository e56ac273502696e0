// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code ticks} job, keyed windows of one second: as a pipeline, by hand, and with a map call per event.
 * Beside the data path: it drives windows and keyed state.
 */
@NullMarked
package io.ringbus.bench.ticks;

import org.jspecify.annotations.NullMarked;
