// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.Ascii;

/** The record of most tests: a key of each kind, a value, a time. */
public record Tick(int id, @Ascii(8) String symbol, long price, long timeNs) {
    static Tick of(final int id, final long price, final long timeNs) {
        return new Tick(id, "S" + id, price, timeNs);
    }

    Tick plus(final long more) {
        return new Tick(id, symbol, price + more, timeNs);
    }
}
