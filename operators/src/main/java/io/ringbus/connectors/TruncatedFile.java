// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.environment.Storage;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file, written exactly once: a checkpoint holds its length, a {@link CommitIndex} beside it tells readers how much of it
 * is committed, and recovery cuts it to the length in the checkpoint.
 *
 * <pre>
 *   accept             save (force)         checkpoint durable      commit (index)
 *   bytes written  ->  bytes durable    ->  length remembered   ->  bytes shown
 * </pre>
 *
 * <p><b>Lifetime.</b> One writer at a time, by a lock file that stays beside it: a process that was stopped and taken for dead
 * may wake up, and its writes would go into what another has committed.
 * <p><b>Failure.</b> Refuses to go on from a checkpoint that is older than what readers have been shown.
 */
final class TruncatedFile implements LineFile {
    private static final long ANEW = -1;

    private final Storage storage;
    private final Path path;
    private final String name;
    private @Nullable StorageFolder folder;
    private @Nullable StorageFile file;
    private @Nullable Closeable lock;
    private @Nullable CommitIndex index;
    private boolean named;
    private long writtenBytes;
    private long writtenLines;
    private long forcedBytes;
    private long savedBytes = ANEW;
    private long savedLines;
    private long committedBytes;

    TruncatedFile(final Storage storage, final Path path) {
        this.storage = storage;
        this.path = path;
        this.name = String.valueOf(path.getFileName());
    }

    @Override
    public void open() throws IOException {
        final StorageFolder in = storage.create(path.resolveSibling(""));
        folder = in;
        lock = in.lock(name + LineFile.LOCK);
        final CommitIndex committed = new CommitIndex(in, name);
        index = committed;
        committedBytes = committed.read();
        if (savedBytes == ANEW) {
            begin(in, committed);
        } else {
            goOn(in);
            committed.write(
                    savedBytes); // also where it says so already: its name may not have survived a force that failed
            committedBytes = savedBytes;
        }
        forcedBytes = writtenBytes;
    }

    private void begin(final StorageFolder in, final CommitIndex committed) throws IOException {
        committed.delete(); // first: it must never count bytes that are gone
        committedBytes = 0;
        named = false;
        if (in.list().contains(name)) {
            in.delete(name); // a new name can be made durable; one whose force has failed cannot any more
        }
        file = in.create(name);
        savedBytes = 0;
    }

    private void goOn(final StorageFolder in) throws IOException {
        if (savedBytes < committedBytes) {
            throw new IOException(path + ": checkpoint's bytes=" + savedBytes + " < committed bytes=" + committedBytes
                    + ": readers have seen what would be written again: start from the newest checkpoint, or delete"
                    + " the file to begin anew");
        }
        final StorageFile opened = in.openToWrite(name);
        file = opened;
        named = true;
        if (opened.length() < savedBytes) {
            throw new IOException(path + ": bytes=" + opened.length() + " < " + savedBytes
                    + " of the checkpoint: the file was cut or replaced: put it back, or delete it with the"
                    + " checkpoints to begin anew");
        }
        opened.truncate(savedBytes);
        writtenBytes = savedBytes;
        writtenLines = savedLines;
    }

    @Override
    public boolean isAtBeginning() {
        return writtenBytes == 0;
    }

    @Override
    public void write(final byte[] bytes, final int length, final int lines) throws IOException {
        opened().write(ByteBuffer.wrap(bytes, 0, length), writtenBytes);
        writtenBytes += length;
        writtenLines += lines;
    }

    private StorageFile opened() throws IOException {
        final StorageFile target = file;
        if (target == null) {
            throw new IOException("closed");
        }
        return target;
    }

    @Override
    public long lines() {
        return writtenLines;
    }

    @Override
    public void save(final StateWriter out) throws IOException {
        if (forcedBytes != writtenBytes) {
            opened().force();
            forcedBytes = writtenBytes;
        }
        if (!named && folder != null) {
            folder.force();
            named = true;
        }
        savedBytes = writtenBytes;
        savedLines = writtenLines;
        out.putLong(savedBytes);
        out.putLong(savedLines);
    }

    @Override
    public void restore(final StateReader in) {
        savedBytes = in.getLong();
        savedLines = in.getLong();
    }

    @Override
    public void commit() throws IOException {
        if (index != null && savedBytes != committedBytes) {
            index.write(savedBytes);
            committedBytes = savedBytes;
        }
    }

    @Override
    public void close() throws IOException {
        LineFile.close(file, lock);
        file = null;
        lock = null;
    }
}
