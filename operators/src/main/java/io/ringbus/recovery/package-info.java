// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints of a pipeline as its settings want them.
 * Before: {@code io.ringbus.translation}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.recovery;

import org.jspecify.annotations.NullMarked;
