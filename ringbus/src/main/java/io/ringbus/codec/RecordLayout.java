// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where each component of a record goes: the widest first, in order of declaration among equals, so that every field is
 * aligned to its width without a gap, and two records are equal in bytes when they are equal.
 */
record RecordLayout(
        RecordShape shape, List<RecordField> fields, Map<String, Integer> offsets, int bytes, int schemaId) {
    private static final int HASH_START = 0x811C_9DC5;
    private static final int HASH_PRIME = 0x0100_0193;

    static RecordLayout of(final Class<? extends Record> type) {
        final RecordShape shape = RecordShape.of(type);
        final List<RecordShape.Leaf> leaves = new ArrayList<>();
        shape.addLeavesTo(leaves);
        final List<RecordShape.Leaf> placed = new ArrayList<>(leaves);
        placed.sort(Comparator.comparingInt(leaf -> -Math.min(leaf.format().bytes(), Long.BYTES)));
        final Map<String, Integer> offsets = new HashMap<>();
        final StringBuilder schema = new StringBuilder();
        int offset = 0;
        for (final RecordShape.Leaf leaf : placed) {
            offsets.put(leaf.path(), offset);
            schema.append(leaf.path()).append(':').append(leaf.format().schema());
            schema.append('@').append(offset).append(';');
            offset += leaf.format().bytes();
        }
        final List<RecordField> fields = new ArrayList<>();
        for (final RecordShape.Leaf leaf : leaves) {
            final FieldFormat format = leaf.format();
            fields.add(
                    new RecordField(leaf.path(), leaf.type(), offsetOf(offsets, leaf), format.bytes(), format.scale()));
        }
        return new RecordLayout(shape, Collections.unmodifiableList(fields), offsets, offset, hash(schema.toString()));
    }

    int offsetOf(final RecordShape.Leaf leaf) {
        return offsetOf(offsets, leaf);
    }

    private static int offsetOf(final Map<String, Integer> offsets, final RecordShape.Leaf leaf) {
        return Objects.requireNonNull(offsets.get(leaf.path()));
    }

    /** FNV-1a over the characters: the same on every machine and in every release. */
    static int hash(final String text) {
        int hash = HASH_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * HASH_PRIME;
        }
        return hash;
    }
}
