// SPDX-License-Identifier: Apache-2.0
/**
 * The words users write: pipelines, streams, keyed streams and windows, which put a plan together.
 * Before: {@code io.ringbus.plan}. After: {@code the user's program}.
 */
@NullMarked
package io.ringbus.stream;

import org.jspecify.annotations.NullMarked;
