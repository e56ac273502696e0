// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.environment.Storage;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files in memory that behave as badly as a machine's may, as a seed dictates: after a power cut, writes that were not forced
 * are lost, kept, torn at any byte or kept without an earlier one; so are names. A force that fails loses what it was to keep,
 * shows it until the power cut, and succeeds when it is called again. The disk can be full, or read-only.
 *
 * <pre>{@code
 * SimulatedStorage storage = new SimulatedStorage(seed).cutPowerAt(17);
 * ... a PowerCut comes out of operation 17 ...
 * SimulatedStorage after = storage.crash();   // what the disk holds now
 * }</pre>
 *
 * <p>Operations that change something are counted from 1, over all folders. The same seed and the same operations leave the
 * same bytes.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
public final class SimulatedStorage implements Storage {
    private static final long NEVER = Long.MAX_VALUE;

    private final Random random;
    private final Map<Path, SimulatedFolder> folders = new TreeMap<>();
    private final Set<String> locks = new HashSet<>();
    private final Set<Long> failures = new HashSet<>();
    private long operations;
    private long cutAt = NEVER;
    private long capacityBytes = NEVER;
    private boolean readOnly;
    private boolean isDown;
    private long pauseAt = NEVER;
    private Runnable meanwhile = () -> {};

    /** The power went, or the process was killed: nothing goes on from here. */
    public static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PowerCut(final long operation) {
            super("power cut at operation " + operation);
        }
    }

    /** What becomes of an operation. */
    enum Outcome {
        /** It is done. */
        DONE,
        /** It ends in an exception, done in part. */
        FAILED,
        /** The power goes while it is under way. */
        CUT
    }

    /** An empty disk. */
    public SimulatedStorage(final long seed) {
        random = new Random(seed);
    }

    /** The power goes during this operation. */
    public SimulatedStorage cutPowerAt(final long operation) {
        cutAt = operation;
        return this;
    }

    /** This operation fails with an I/O error; more of them may be named. */
    public SimulatedStorage failAt(final long operation) {
        failures.add(operation);
        return this;
    }

    /** Runs {@code action} just before this operation, as when a process is stopped there while others go on. */
    public SimulatedStorage pauseAt(final long operation, final Runnable action) {
        pauseAt = operation;
        meanwhile = action;
        return this;
    }

    /** Bytes that fit on the disk from now on. */
    public SimulatedStorage capacity(final long bytes) {
        capacityBytes = bytes;
        return this;
    }

    /** Whether every change is refused from now on. */
    public SimulatedStorage readOnly(final boolean refusing) {
        readOnly = refusing;
        return this;
    }

    /** Operations so far that were to change something. */
    public long operations() {
        return operations;
    }

    /** Whether the power has gone, which an exception on the way out may hide. */
    public boolean isDown() {
        return isDown;
    }

    /** Bytes in files that have a name. */
    public long usedBytes() {
        return folders.values().stream().mapToLong(SimulatedFolder::usedBytes).sum();
    }

    /** What the disk holds when the power comes back; this storage is of no use any more. */
    public SimulatedStorage crash() {
        return successor(true);
    }

    /** What another process finds when this one was killed while the machine went on: everything written, forced or not. */
    public SimulatedStorage kill() {
        return successor(false);
    }

    private SimulatedStorage successor(final boolean powerCut) {
        final SimulatedStorage next = new SimulatedStorage(random.nextLong());
        folders.forEach((path, folder) ->
                next.folders.put(path, powerCut ? folder.afterPowerCut(next, random) : folder.afterKill(next)));
        isDown = true;
        return next;
    }

    /** Takes all locks away without telling their holders, as when lock files are deleted or the file system has none. */
    public void breakLocks() {
        locks.clear();
    }

    /** The folder as it is, for tests to look at and to damage. */
    public SimulatedFolder folder(final Path path) {
        final SimulatedFolder folder = folders.get(path);
        if (folder == null) {
            throw new IllegalArgumentException("no folder " + path);
        }
        return folder;
    }

    @Override
    public StorageFolder open(final Path path) throws IOException {
        final SimulatedFolder folder = folders.get(path);
        if (folder == null) {
            throw new NoSuchFileException(path.toString(), null, "there is no such folder: correct the path");
        }
        return folder;
    }

    @Override
    public StorageFolder create(final Path path) throws IOException {
        if (!folders.containsKey(path)) {
            if (begin() != Outcome.DONE) {
                throw failure();
            }
            folders.putIfAbsent(path, new SimulatedFolder(this, path));
        }
        return folder(path);
    }

    Random random() {
        return random;
    }

    Set<String> locks() {
        return locks;
    }

    void checkUsable() {
        if (isDown) {
            throw new PowerCut(operations);
        }
    }

    /** Counts an operation that is to change something, and says what becomes of it. */
    Outcome begin() throws IOException {
        checkUsable();
        if (operations + 1 >= pauseAt) {
            pauseAt = NEVER;
            meanwhile.run();
        }
        operations++;
        if (operations >= cutAt) {
            isDown = true;
            return Outcome.CUT;
        }
        if (readOnly) {
            throw new IOException("Read-only file system");
        }
        return failures.remove(operations) ? Outcome.FAILED : Outcome.DONE;
    }

    /** What an operation that is not {@link Outcome#DONE} ends in. */
    IOException failure() {
        if (isDown) {
            throw new PowerCut(operations);
        }
        return new IOException("Input/output error");
    }

    /** How many more bytes fit. */
    long freeBytes() {
        return capacityBytes == NEVER ? NEVER : Math.max(0, capacityBytes - usedBytes());
    }
}
