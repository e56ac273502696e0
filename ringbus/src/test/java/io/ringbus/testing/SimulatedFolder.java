// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.environment.FolderInUseException;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import io.ringbus.testing.SimulatedStorage.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder of a {@link SimulatedStorage}: the names that processes see, and those that the disk holds. */
public final class SimulatedFolder implements StorageFolder {
    private final SimulatedStorage storage;
    private final Path path;
    private final Map<String, SimulatedBytes> seen = new TreeMap<>();
    private final Map<String, SimulatedBytes> held = new TreeMap<>();
    private final List<Change> unforced = new ArrayList<>();

    /** One change of names: {@code from} goes, {@code to} comes. */
    private record Change(@Nullable String from, @Nullable String to, SimulatedBytes bytes) {
        void applyTo(final Map<String, SimulatedBytes> names) {
            if (from != null && names.get(from) == bytes) {
                names.remove(from);
            }
            if (to != null) {
                names.put(to, bytes);
            }
        }
    }

    SimulatedFolder(final SimulatedStorage storage, final Path path) {
        this.storage = storage;
        this.path = path;
    }

    SimulatedFolder afterKill(final SimulatedStorage next) {
        final SimulatedFolder folder = new SimulatedFolder(next, path);
        folder.seen.putAll(seen);
        folder.held.putAll(held);
        folder.unforced.addAll(unforced);
        return folder;
    }

    SimulatedFolder afterPowerCut(final SimulatedStorage next, final Random random) {
        final Survival survival = Survival.drawn(random);
        for (int index = 0; index < unforced.size(); index++) {
            if (survival.keeps(index, unforced.size(), random)) {
                unforced.get(index).applyTo(held);
            }
        }
        final SimulatedFolder folder = new SimulatedFolder(next, path);
        final Map<SimulatedBytes, SimulatedBytes> onDisk = new IdentityHashMap<>();
        held.forEach((name, bytes) -> {
            final SimulatedBytes left = onDisk.computeIfAbsent(bytes, lost -> lost.afterPowerCut(random));
            folder.seen.put(name, left);
            folder.held.put(name, left);
        });
        return folder;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<String> list() {
        storage.checkUsable();
        return List.copyOf(seen.keySet());
    }

    @Override
    public boolean contains(final String name) {
        storage.checkUsable();
        return seen.containsKey(name);
    }

    @Override
    public StorageFile create(final String name) throws IOException {
        final Outcome outcome = storage.begin();
        if (seen.containsKey(name)) {
            throw outcome == Outcome.CUT
                    ? storage.failure()
                    : new FileAlreadyExistsException(path.resolve(name).toString());
        }
        if (outcome != Outcome.CUT && storage.freeBytes() == 0) {
            throw new IOException("No space left on device");
        }
        final SimulatedBytes bytes = new SimulatedBytes();
        change(outcome, new Change(null, name, bytes));
        return new SimulatedFile(storage, bytes, true);
    }

    @Override
    public StorageFile open(final String name) throws IOException {
        storage.checkUsable();
        return new SimulatedFile(storage, existing(name), false);
    }

    @Override
    public StorageFile openToWrite(final String name) throws IOException {
        storage.checkUsable();
        return new SimulatedFile(storage, existing(name), true);
    }

    private SimulatedBytes existing(final String name) throws NoSuchFileException {
        final SimulatedBytes bytes = seen.get(name);
        if (bytes == null) {
            throw new NoSuchFileException(path.resolve(name).toString());
        }
        return bytes;
    }

    @Override
    public void rename(final String from, final String to) throws IOException {
        final Outcome outcome = storage.begin();
        change(outcome, new Change(from, to, existing(from, outcome)));
    }

    @Override
    public void delete(final String name) throws IOException {
        final Outcome outcome = storage.begin();
        change(outcome, new Change(name, null, existing(name, outcome)));
    }

    private SimulatedBytes existing(final String name, final Outcome outcome) throws IOException {
        if (outcome == Outcome.CUT && !seen.containsKey(name)) {
            throw storage.failure();
        }
        return existing(name);
    }

    /** A change that does not succeed may have happened all the same. */
    private void change(final Outcome outcome, final Change change) throws IOException {
        if (outcome == Outcome.DONE || storage.random().nextBoolean()) {
            change.applyTo(seen);
            unforced.add(change);
        }
        if (outcome != Outcome.DONE) {
            throw storage.failure();
        }
    }

    @Override
    public void force() throws IOException {
        final Outcome outcome = storage.begin();
        if (outcome == Outcome.CUT) {
            throw storage.failure();
        }
        if (outcome == Outcome.DONE) {
            unforced.forEach(change -> change.applyTo(held));
        }
        unforced.clear();
        if (outcome == Outcome.FAILED) {
            throw storage.failure();
        }
    }

    @Override
    public Closeable lock(final String name) throws IOException {
        storage.checkUsable();
        final String lock = path.resolve(name).toString();
        if (!seen.containsKey(name)) {
            create(name).close();
        }
        if (!storage.locks().add(lock)) {
            throw new FolderInUseException(path, name);
        }
        return () -> storage.locks().remove(lock);
    }

    long usedBytes() {
        return seen.values().stream().mapToLong(SimulatedBytes::length).sum();
    }

    /** The bytes of a file, for a test. */
    public byte[] bytes(final String name) throws IOException {
        return existing(name).bytes();
    }

    /** Puts a file there with these bytes, all of it durable. */
    public void put(final String name, final byte[] content) {
        final SimulatedBytes bytes = new SimulatedBytes(content);
        seen.put(name, bytes);
        held.put(name, bytes);
    }

    /** Changes the bits of {@code mask} in one byte of a file; a second call puts them back. */
    public void damage(final String name, final int offset, final int mask) throws IOException {
        existing(name).damage(offset, (byte) mask);
    }
}
