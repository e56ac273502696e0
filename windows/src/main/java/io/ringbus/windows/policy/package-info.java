// SPDX-License-Identifier: Apache-2.0
/**
 * The words a user describes a window with: spans of time and rules over records. They are plain data of the plan; the
 * operators of {@code io.ringbus.windows} carry them out on the stage's thread.
 */
@NullMarked
package io.ringbus.windows.policy;

import org.jspecify.annotations.NullMarked;
