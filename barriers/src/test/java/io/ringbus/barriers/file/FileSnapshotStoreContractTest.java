// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.SnapshotStore;
import io.ringbus.barriers.SnapshotStoreContract;
import io.ringbus.environment.Storage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On the machine's own file system. */
class FileSnapshotStoreContractTest extends SnapshotStoreContract {
    @TempDir
    Path directory;

    private int stores;

    @Override
    protected SnapshotStore open() throws IOException {
        return FileSnapshotStore.open(Storage.FILES, directory.resolve(Integer.toString(stores++)));
    }
}
