// SPDX-License-Identifier: Apache-2.0
/**
 * Two threads
 *  records across a ring and across a raw Disruptor.:Beside the data path: it drives one ring and both its ends.
 */
@NullMarked
package io.ringbus.bench.crossing;

import org.jspecify.annotations.NullMarked;
