// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/** Two longs; refuses a negative id. */
public record TickCodec() implements AddressCodec<Tick> {
    @Override
    public int schemaId() {
        return 1;
    }

    @Override
    public int maxLength() {
        return 2 * Long.BYTES;
    }

    @Override
    public int encodeAt(final Tick value, final long address) {
        if (value.id() < 0) {
            throw new IllegalArgumentException("tick: id=" + value.id() + " < 0");
        }
        Memory.putLong(address, value.id());
        Memory.putLong(address + Long.BYTES, value.value());
        return 2 * Long.BYTES;
    }

    @Override
    public Tick decodeAt(final long address, final int length) {
        return new Tick(Memory.getLong(address), Memory.getLong(address + Long.BYTES));
    }
}
