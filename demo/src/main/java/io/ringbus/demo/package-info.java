// SPDX-License-Identifier: Apache-2.0
/**
 * The programs of the README, running on real and generated prices.
 * After: {@code io.ringbus.stream}, like any user's program.
 */
@NullMarked
package io.ringbus.demo;

import org.jspecify.annotations.NullMarked;
