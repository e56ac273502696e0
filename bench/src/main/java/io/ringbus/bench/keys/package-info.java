// SPDX-License-Identifier: Apache-2.0
/**
 * The keys job: few or very many keys, in windows of a pipeline and in one loop by hand. What grows with the keys is caches
 * missed, which nobody escapes; what is compared is how much.
 */
@NullMarked
package io.ringbus.bench.keys;

import org.jspecify.annotations.NullMarked;
