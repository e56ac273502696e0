// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.CellStore;
import io.ringbus.state.KeyedState;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateBackend;
import io.ringbus.state.StateMaker;
import io.ringbus.state.StateSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps state in Chronicle Maps, one per state and partition: in memory, or in files when a directory is given, so that it
 * may be larger than the memory and that other processes may read it while it is written.
 *
 * <p>A reader in another process opens the newest file of a state as {@code ChronicleMap<byte[], byte[]>}, asks with the
 * bytes that {@link ChronicleKeys} makes, and gets a cell as {@link io.ringbus.state.CellLayout} describes it.
 *
 * <p><b>Threading.</b> Any thread may open.
 * <p><b>Lifetime.</b> The files are wiped when the backend is made; checkpoints do not use them.
 * <p><b>Failure.</b> {@link IllegalStateException} names missing JVM flags or an unusable directory, before any class of
 * Chronicle is loaded.
 */
public final class ChronicleStateBackend implements StateBackend {
    /** The name that selects this backend. */
    public static final String NAME = "chronicle";

    private final Optional<StateFolder> folder;
    private final CapacityRule rule;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    /** In memory, or in files below {@code directory}, with {@link CapacityRule#DEFAULT}. */
    public ChronicleStateBackend(final Optional<Path> directory) {
        this(directory, CapacityRule.DEFAULT);
    }

    /** As {@link #ChronicleStateBackend(Optional)}, with another rule for maps that fill up. */
    public ChronicleStateBackend(final Optional<Path> directory, final CapacityRule rule) {
        ChronicleRequirements.check();
        ChronicleRequirements.silence();
        this.folder = directory.map(StateFolder::new);
        this.rule = rule;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <K> KeyedState<K> open(final StateSpec<K> spec) {
        return LocatedState.over(spec, cells(spec));
    }

    @Override
    public <K> KeyedState<K> open(final StateSpec<K> spec, final StateMaker maker) {
        return LocatedState.over(spec, cells(spec), maker);
    }

    private <K> CellStore<K> cells(final StateSpec<K> spec) {
        final String subject = LocatedState.subject(spec);
        if (!open.add(subject)) {
            throw new IllegalStateException(subject + " is open already: give each state of a pipeline its own name");
        }
        try {
            return new ChronicleCells<>(spec, new ChronicleMaps(spec, folder), rule, () -> open.remove(subject));
        } catch (final RuntimeException | Error failed) {
            open.remove(subject);
            throw failed;
        }
    }

    @Override
    public void close() {
        folder.ifPresent(StateFolder::close);
    }
}
