// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

/** One record as it came out, with its timestamp. */
public record Emitted<T>(T record, long timestampNs) {}
