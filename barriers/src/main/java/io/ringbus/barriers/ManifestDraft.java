// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what a manifest will say while a checkpoint is written; stores build their {@link SnapshotWriter}s on it.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class ManifestDraft {
    /** Bytes of UTF-8 that the name of a part or section may have. */
    public static final int NAME_BYTES_MAX = 255;

    private final SnapshotHeader header;
    private final long epoch;
    private final Optional<Manifest> parent;
    private final Map<String, List<Manifest.Link>> chains = new LinkedHashMap<>();
    private final Set<String> unfinished = new LinkedHashSet<>();
    private final Map<String, ByteBuffer> sections = new LinkedHashMap<>();
    private int parts;

    /** A draft of this owner; {@code parent} is the manifest of the header's parent. */
    public ManifestDraft(final SnapshotHeader header, final long epoch, final Optional<Manifest> parent) {
        this.header = header;
        this.epoch = epoch;
        this.parent = parent;
    }

    /** Id of the checkpoint. */
    public long checkpointId() {
        return header.checkpointId();
    }

    /** Adds a part that stands for itself; the index of its bytes among those of this checkpoint. */
    public synchronized int base(final String part) {
        return begin(part, List.of());
    }

    /** Adds a part that builds on the parent's; the index of its bytes among those of this checkpoint. */
    public synchronized int increment(final String part) {
        return begin(part, chainOfParent(part));
    }

    private int begin(final String part, final List<Manifest.Link> before) {
        checkNew("part", part, chains.keySet());
        chains.put(part, new ArrayList<>(before));
        unfinished.add(part);
        return parts++;
    }

    /** Adds a part of the parent's as it is. */
    public synchronized void unchanged(final String part) {
        checkNew("part", part, chains.keySet());
        chains.put(part, chainOfParent(part));
    }

    private List<Manifest.Link> chainOfParent(final String part) {
        if (parent.isEmpty()) {
            throw new IllegalArgumentException("checkpoint " + checkpointId() + ", part '" + part
                    + "': there is no parent to build on: write a base, or begin with a parent");
        }
        return parent.get().part(part).chain();
    }

    /** The bytes of a part that was begun are written. */
    public synchronized void complete(
            final String part, final int index, final long fileBytes, final int blocks, final int seal) {
        chainOf(part).add(new Manifest.Link(checkpointId(), epoch, index, fileBytes, blocks, seal));
        unfinished.remove(part);
    }

    private List<Manifest.Link> chainOf(final String part) {
        final List<Manifest.Link> chain = chains.get(part);
        if (chain == null || !unfinished.contains(part)) {
            throw new IllegalStateException("checkpoint " + checkpointId() + ", part '" + part + "' is not open");
        }
        return chain;
    }

    /** See {@link SnapshotWriter#section}. */
    public synchronized void section(final String name, final ByteBuffer bytes) {
        checkNew("section", name, sections.keySet());
        final int lengthMax = PartWriter.BLOCK_BYTES_MAX - NAME_BYTES_MAX - Short.BYTES;
        if (bytes.remaining() > lengthMax) {
            throw new IllegalArgumentException("checkpoint " + checkpointId() + ", section '" + name + "': length="
                    + bytes.remaining() + " > " + lengthMax + ": write what is long as a part");
        }
        final ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes.duplicate()).flip();
        sections.put(name, copy.asReadOnlyBuffer());
    }

    private void checkNew(final String what, final String name, final Set<String> taken) {
        final int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > NAME_BYTES_MAX) {
            throw new IllegalArgumentException("checkpoint " + checkpointId() + ", " + what + " '" + name
                    + "': name of " + length + " bytes is outside [1, " + NAME_BYTES_MAX + "]");
        }
        if (taken.contains(name)) {
            throw new IllegalArgumentException(
                    "checkpoint " + checkpointId() + ", " + what + " '" + name + "' is there already: name each once");
        }
    }

    /** The manifest, when every part that was begun is complete. */
    public synchronized Manifest build() {
        if (!unfinished.isEmpty()) {
            throw new IllegalStateException("checkpoint " + checkpointId() + ": parts " + unfinished
                    + " are not complete: complete them before commit, or abort");
        }
        final List<Manifest.Part> all = new ArrayList<>();
        chains.forEach((name, chain) -> all.add(new Manifest.Part(name, chain)));
        return new Manifest(header, epoch, all, sections);
    }
}
