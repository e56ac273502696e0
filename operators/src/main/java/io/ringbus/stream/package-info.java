// SPDX-License-Identifier: Apache-2.0
/**
 * The words users write: pipelines, streams, windows and joins.
 * Before: every other package. After: the user.
 */
@NullMarked
package io.ringbus.stream;

import org.jspecify.annotations.NullMarked;
