// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements behind the claims, each beside a baseline.
 * Beside the data path: it only drives it.
 */
@NullMarked
package io.ringbus.bench;

import org.jspecify.annotations.NullMarked;
