// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots as files of one folder: their bytes, their names, and the order of writes that survives a power cut.
 * Before: {@code io.ringbus.barriers}. After: {@code io.ringbus.environment}.
 */
@NullMarked
package io.ringbus.barriers.file;

import org.jspecify.annotations.NullMarked;
