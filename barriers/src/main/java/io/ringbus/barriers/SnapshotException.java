// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A checkpoint could not be written or a snapshot not be read; the message names it, the file, the cause and the remedy. */
public sealed class SnapshotException extends IOException
        permits SnapshotDamagedException, SnapshotRetiredException, FencedException {
    private static final long serialVersionUID = 1L;

    /** See the message. */
    public SnapshotException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
