// SPDX-License-Identifier: Apache-2.0
/**
 * Consistent cuts of a running graph: inject, align, freeze, write, commit, recover.
 * Before: {@code io.ringbus.stage}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.barriers;

import org.jspecify.annotations.NullMarked;
