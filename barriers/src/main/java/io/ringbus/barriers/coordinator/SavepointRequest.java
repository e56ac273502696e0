// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.SnapshotStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that somebody asked for by hand.
 *
 * <p><b>Threading.</b> The coordinator's thread; {@link #done()} by any.
 */
final class SavepointRequest {
    private final Callable<? extends SnapshotStore> opener;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private @Nullable SnapshotStore target;

    /** {@code opener} opens the store that it goes to. */
    SavepointRequest(final Callable<? extends SnapshotStore> opener) {
        this.opener = opener;
    }

    /** Is told the snapshot's id, or why there is none. */
    CompletableFuture<Long> done() {
        return done;
    }

    SnapshotStore open() throws IOException {
        try {
            final SnapshotStore opened = opener.call();
            target = opened;
            return opened;
        } catch (final IOException | RuntimeException refused) {
            throw refused;
        } catch (final Exception refused) {
            throw new IOException("savepoint: " + refused.getMessage(), refused);
        }
    }

    void taken(final long id) {
        try {
            close();
            done.complete(id);
        } catch (final IOException | RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    void failed(final Throwable cause) {
        try {
            close();
        } catch (final IOException | RuntimeException second) {
            cause.addSuppressed(second);
        }
        done.completeExceptionally(cause);
    }

    private void close() throws IOException {
        if (target != null) {
            target.close();
        }
    }
}
