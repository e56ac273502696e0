// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/** The bytes of a {@link Trade}: 32, fixed. */
public record TradeCodec() implements AddressCodec<Trade> {
    public static final int BYTES = 32;
    public static final int TIME_OFFSET = 0;
    public static final int PRICE_OFFSET = 8;
    public static final int SIZE_OFFSET = 16;
    public static final int SYMBOL_OFFSET = 20;
    public static final int FLAGS_OFFSET = 24;

    @Override
    public int schemaId() {
        return 0x7261_6465;
    }

    @Override
    public int maxLength() {
        return BYTES;
    }

    @Override
    public int encodeAt(final Trade value, final long address) {
        Memory.putLong(address + TIME_OFFSET, value.timeNs());
        Memory.putLong(address + PRICE_OFFSET, value.price());
        Memory.putInt(address + SIZE_OFFSET, value.size());
        Memory.putInt(address + SYMBOL_OFFSET, value.symbol());
        Memory.putLong(address + FLAGS_OFFSET, value.flags());
        return BYTES;
    }

    @Override
    public Trade decodeAt(final long address, final int length) {
        return new Trade(
                Memory.getLong(address + TIME_OFFSET),
                Memory.getLong(address + PRICE_OFFSET),
                Memory.getInt(address + SIZE_OFFSET),
                Memory.getInt(address + SYMBOL_OFFSET),
                Memory.getLong(address + FLAGS_OFFSET));
    }
}
