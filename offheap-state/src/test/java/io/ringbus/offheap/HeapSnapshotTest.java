// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;
import io.ringbus.testing.HeapStateBackend;

/** The state that other tests use in place of a backend. */
class HeapSnapshotTest extends SnapshotContract {
    @Override
    StateBackend backend() {
        return new HeapStateBackend();
    }

    @Override
    void aSnapshotOfAnotherWidthOrOfOtherKeysIsRefused() {
        // It tells widths apart, by another message, and keys not at all.
    }
}
