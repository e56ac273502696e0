// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one snapshot consists of, whole in itself: it names every file that is needed, also those of the checkpoints it builds
 * on.
 *
 * @param header   as the checkpoint began
 * @param epoch    the owner of the store that wrote it
 * @param parts    in the order in which they were begun
 * @param sections bytes of sources, sinks and the coordinator, by name; read-only
 */
public record Manifest(SnapshotHeader header, long epoch, List<Part> parts, Map<String, ByteBuffer> sections) {

    /**
     * A part and how it came about.
     *
     * @param chain a base, and the increments to apply to it, in order; never empty
     */
    public record Part(String name, List<Link> chain) {
        /** Keeps the chain as it is. */
        public Part {
            chain = List.copyOf(chain);
        }
    }

    /**
     * The bytes that one checkpoint wrote for a part.
     *
     * @param checkpointId of the checkpoint
     * @param epoch        of its owner
     * @param index        of the part in that checkpoint, from 0
     * @param fileBytes    all bytes, with those of the format
     * @param blocks       the caller's
     * @param seal         checksum of all blocks' checksums in their order
     */
    public record Link(long checkpointId, long epoch, int index, long fileBytes, int blocks, int seal) {}

    /** Keeps lists and maps as they are, in their order. */
    public Manifest {
        parts = List.copyOf(parts);
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }

    /** Id of the checkpoint. */
    public long checkpointId() {
        return header.checkpointId();
    }

    /** The part of this name. */
    public Part part(final String name) {
        for (final Part part : parts) {
            if (part.name().equals(name)) {
                return part;
            }
        }
        throw new IllegalArgumentException("checkpoint " + checkpointId() + ": part '" + name + "' is none of "
                + parts.stream().map(Part::name).toList());
    }

    /** A link of the chain of a part. */
    public Link link(final String part, final int index) {
        final List<Link> chain = part(part).chain();
        if (index < 0 || index >= chain.size()) {
            throw new IllegalArgumentException("checkpoint " + checkpointId() + ", part '" + part + "': link=" + index
                    + " is outside [0, " + chain.size() + ")");
        }
        return chain.get(index);
    }

    /** The section of this name, to be read from its beginning. */
    public ByteBuffer section(final String name) {
        final ByteBuffer section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException(
                    "checkpoint " + checkpointId() + ": section '" + name + "' is none of " + sections.keySet());
        }
        return section.duplicate();
    }

    /** Length of the longest chain: 1 when the snapshot needs no other checkpoint's files. */
    public int chainLength() {
        return parts.stream().mapToInt(part -> part.chain().size()).max().orElse(1);
    }

    /** Bytes of all files that the parts need. */
    public long fileBytes() {
        return parts.stream()
                .flatMap(part -> part.chain().stream())
                .mapToLong(Link::fileBytes)
                .sum();
    }
}
