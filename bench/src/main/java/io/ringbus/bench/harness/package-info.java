// SPDX-License-Identifier: Apache-2.0
/**
 * Forks, pairs and ratios: how a claim is measured and written down.
 * Beside the data path: it only times what drives it.
 */
@NullMarked
package io.ringbus.bench.harness;

import org.jspecify.annotations.NullMarked;
