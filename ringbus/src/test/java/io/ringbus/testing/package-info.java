// SPDX-License-Identifier: Apache-2.0
/**
 * Fakes with memory and harnesses that the tests of every module share.
 * Beside the data path: nothing of it is shipped.
 */
@NullMarked
package io.ringbus.testing;

import org.jspecify.annotations.NullMarked;
