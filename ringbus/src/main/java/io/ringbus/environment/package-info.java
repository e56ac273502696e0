// SPDX-License-Identifier: Apache-2.0
/**
 * What the engine takes from the outside world, so that a simulation can replace it: time, files, threads, faults.
 * Before: {@code nothing}. After: {@code io.ringbus.stage}.
 */
@NullMarked
package io.ringbus.environment;

import org.jspecify.annotations.NullMarked;
