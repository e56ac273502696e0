// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

/** A trade as it comes off the wire; prices are in hundredths. */
public record Trade(long timeNs, long price, int size, int symbol, long flags) {}
