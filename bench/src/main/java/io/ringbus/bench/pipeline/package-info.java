// SPDX-License-Identifier: Apache-2.0
/**
 * One thread
 *  a pipeline of eight operators and the same by hand.:Beside the data path: it drives sources, chains and sinks.
 */
@NullMarked
package io.ringbus.bench.pipeline;

import org.jspecify.annotations.NullMarked;
