// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.barriers.SnapshotInspector;
import io.ringbus.barriers.SnapshotVerifier;
import io.ringbus.barriers.Snapshots;
import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.barriers.journal.JournalInspector;
import io.ringbus.environment.Clock;
import io.ringbus.environment.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Looks into a folder of checkpoints or of a journal, which its owner may be using: nothing is changed. Exits with 0 when it is
 * sound, with 1 when it is not, or is none.
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class FolderCommand implements Callable<Integer> {
    private static final int SOUND = 0;
    private static final int UNSOUND = 1;

    private final boolean verifying;
    private final PrintStream out;

    @Parameters(paramLabel = "FOLDER", description = "What ringbus.checkpoint.dir or Journal.in(..) names.")
    private Path folder = Path.of("");

    /** {@code verifying} reads every byte; else it is told what there is. */
    FolderCommand(final boolean verifying, final PrintStream out) {
        this.verifying = verifying;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        final boolean sound = JournalInspector.isJournal(Storage.FILES, folder) ? journal() : checkpoints();
        return sound ? SOUND : UNSOUND;
    }

    private boolean journal() throws IOException {
        if (verifying) {
            return JournalInspector.verify(Storage.FILES, folder, out);
        }
        JournalInspector.inspect(Storage.FILES, folder, out);
        return true;
    }

    private boolean checkpoints() throws IOException {
        final Snapshots snapshots = FileSnapshotStore.look(Storage.FILES, folder);
        if (snapshots.complete().isEmpty()) {
            throw new IOException(folder + ": there is no complete checkpoint and no journal in this folder: name the"
                    + " folder of ringbus.checkpoint.dir, or that of a journal");
        }
        if (verifying) {
            return SnapshotVerifier.verify(snapshots, out);
        }
        SnapshotInspector.inspect(snapshots, Clock.SYSTEM.epochNs(), out);
        return true;
    }
}
