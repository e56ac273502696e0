// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

/** A price bar: the first price in event time, the highest, the lowest, and the last. */
public record Ohlc(double open, double high, double low, double close) {}
