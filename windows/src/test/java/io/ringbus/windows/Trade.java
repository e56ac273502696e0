// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/** The record of the tests. Prices are multiples of a quarter, so that sums of them are exact. */
public record Trade(String symbol, long id, double price, int size) {
    /** Codec of trades whose symbols are single letters. */
    public static final AddressCodec<Trade> CODEC = new TradeCodec();

    /** Offset of the price in an encoded trade. */
    public static final int PRICE_OFFSET = 8;

    /** Offset of the size in an encoded trade. */
    public static final int SIZE_OFFSET = 16;

    private record TradeCodec() implements AddressCodec<Trade> {
        @Override
        public int schemaId() {
            return 1;
        }

        @Override
        public int maxLength() {
            return 22;
        }

        @Override
        public int encodeAt(final Trade value, final long address) {
            Memory.putLong(address, value.id());
            Memory.putDouble(address + PRICE_OFFSET, value.price());
            Memory.putInt(address + SIZE_OFFSET, value.size());
            Memory.putChar(address + SIZE_OFFSET + Integer.BYTES, value.symbol().charAt(0));
            return maxLength();
        }

        @Override
        public Trade decodeAt(final long address, final int length) {
            return new Trade(
                    String.valueOf(Memory.getChar(address + SIZE_OFFSET + Integer.BYTES)),
                    Memory.getLong(address),
                    Memory.getDouble(address + PRICE_OFFSET),
                    Memory.getInt(address + SIZE_OFFSET));
        }
    }
}
