// SPDX-License-Identifier: Apache-2.0
/**
 * Sources and sinks that come with the engine: collections, generators, text and CSV files, sockets, the console. They
 * stand at both ends of the data path: a source is polled by the first stage, a sink is called by the last.
 */
@NullMarked
package io.ringbus.connectors;

import org.jspecify.annotations.NullMarked;
