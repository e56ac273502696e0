// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import org.jspecify.annotations.Nullable;

/**
 * Passes on which sessions an operator forgets, because they take no record any more, to one that keeps something of them
 * beside.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public final class ForgottenSessions<K> {
    private @Nullable Reader<K> reader;

    /** What is told of them. */
    interface Reader<K> {
        /** The session of {@code key} that holds the times from {@code startNs} to {@code lastNs} is about to be forgotten. */
        void forgotten(K key, long startNs, long lastNs);
    }

    /** Tells {@code newReader} from now on. */
    void passTo(final Reader<K> newReader) {
        reader = newReader;
    }

    void pass(final K key, final long startNs, final long lastNs) {
        if (reader != null) {
            reader.forgotten(key, startNs, lastNs);
        }
    }
}
