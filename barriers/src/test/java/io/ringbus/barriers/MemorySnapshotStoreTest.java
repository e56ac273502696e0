// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

class MemorySnapshotStoreTest extends SnapshotStoreContract {
    @Override
    protected SnapshotStore open() {
        return new MemorySnapshotStore();
    }
}
