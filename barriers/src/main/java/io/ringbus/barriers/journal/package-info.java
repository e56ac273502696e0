// SPDX-License-Identifier: Apache-2.0
/**
 * Journals: the records of an ingress as checksummed frames in the files of one folder, in the order in which they are
 * processed.
 * Before: {@code io.ringbus.ring}, {@code io.ringbus.environment}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.barriers.journal;

import org.jspecify.annotations.NullMarked;
