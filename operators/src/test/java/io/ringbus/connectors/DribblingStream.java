// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.ByteArrayInputStream;
import java.util.Random;

/** Gives its bytes in pieces of random size. */
final class DribblingStream extends ByteArrayInputStream {
    private final Random random;

    DribblingStream(final byte[] bytes, final Random random) {
        super(bytes);
        this.random = random;
    }

    @Override
    public synchronized int read(final byte[] target, final int offset, final int length) {
        return super.read(target, offset, 1 + random.nextInt(Math.min(length, 1 + random.nextInt(5_000))));
    }
}
