// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** Where records go that nobody asked for. */
public record Discard<T>() implements RecordsOnly<T> {
    @Override
    public void emit(final T record, final long timestampNs) {}
}
