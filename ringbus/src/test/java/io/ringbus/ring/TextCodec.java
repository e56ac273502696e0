// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/** Texts of up to {@code maxLength} Latin characters; refuses a longer one. */
public record TextCodec(int maxLength) implements AddressCodec<String> {
    @Override
    public int schemaId() {
        return 2;
    }

    @Override
    public int encodeAt(final String value, final long address) {
        if (value.length() > maxLength) {
            throw new IllegalArgumentException("text: length=" + value.length() + " > maxLength=" + maxLength);
        }
        for (int i = 0; i < value.length(); i++) {
            Memory.putByte(address + i, (byte) value.charAt(i));
        }
        return value.length();
    }

    @Override
    public String decodeAt(final long address, final int length) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) Memory.getByte(address + i));
        }
        return text.toString();
    }
}
