// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** The segments of a folder. */
record JournalFolder(StorageFolder files) {
    /** The segments that count, in the order of their records. */
    List<SegmentName> segments() throws IOException {
        return files.settledList(names -> SegmentName.current(SegmentName.all(names)));
    }

    SegmentHeader header(final SegmentName name) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(JournalLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (var file = files.open(name.toString())) {
            file.read(bytes, 0);
        }
        return SegmentHeader.read(bytes.flip(), name, this);
    }

    Path path(final SegmentName name) {
        return files.path().resolve(name.toString());
    }

    JournalDamagedException damaged(final SegmentName name, final long offset, final String what) {
        return new JournalDamagedException(path(name), offset, what);
    }
}
