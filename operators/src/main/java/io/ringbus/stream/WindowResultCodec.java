// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.windows.WindowResult;

/** Start and end (longs), length of the key and 1 if early (ints), the key in its full width, the value. */
record WindowResultCodec<K, R>(AddressCodec<K> key, AddressCodec<R> value) implements AddressCodec<WindowResult<K, R>> {
    private static final int END_OFFSET = Long.BYTES;
    private static final int KEY_LENGTH_OFFSET = END_OFFSET + Long.BYTES;
    private static final int EARLY_OFFSET = KEY_LENGTH_OFFSET + Integer.BYTES;
    private static final int KEY_OFFSET = EARLY_OFFSET + Integer.BYTES;
    private static final int SCHEMA_SPREAD = 31;

    /** Version of the layout. */
    private static final int LAYOUT = 2;

    @Override
    public int schemaId() {
        return SCHEMA_SPREAD * (SCHEMA_SPREAD * key.schemaId() + value.schemaId()) + LAYOUT;
    }

    @Override
    public int maxLength() {
        return valueOffset() + value.maxLength();
    }

    private int valueOffset() {
        return KEY_OFFSET + ((key.maxLength() + Long.BYTES - 1) & -Long.BYTES);
    }

    @Override
    public int encodeAt(final WindowResult<K, R> result, final long address) {
        Memory.putLong(address, result.startNs());
        Memory.putLong(address + END_OFFSET, result.endNs());
        Memory.putInt(address + KEY_LENGTH_OFFSET, key.encodeAt(result.key(), address + KEY_OFFSET));
        Memory.putInt(address + EARLY_OFFSET, result.early() ? 1 : 0);
        return valueOffset() + value.encodeAt(result.value(), address + valueOffset());
    }

    @Override
    public WindowResult<K, R> decodeAt(final long address, final int length) {
        return new WindowResult<>(
                key.decodeAt(address + KEY_OFFSET, Memory.getInt(address + KEY_LENGTH_OFFSET)),
                Memory.getLong(address),
                Memory.getLong(address + END_OFFSET),
                value.decodeAt(address + valueOffset(), length - valueOffset()),
                Memory.getInt(address + EARLY_OFFSET) != 0);
    }
}
