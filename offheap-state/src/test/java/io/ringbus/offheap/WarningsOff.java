// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the log quiet in tests that fill maps on purpose. */
final class WarningsOff implements BeforeAllCallback, AfterAllCallback {
    // Held strongly: a logger that is collected forgets its level.
    private static final Logger WARNINGS = Logger.getLogger("io.ringbus.offheap");

    @Override
    public void beforeAll(final ExtensionContext context) {
        WARNINGS.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        WARNINGS.setLevel(null);
    }
}
