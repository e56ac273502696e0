// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;

/**
 * What a snapshot has of a {@link PolicyWindowOperator}'s cell: the words before the contents as they are, then what the
 * contents are, which may lie elsewhere.
 *
 * @param contentsOffset bytes before the contents
 */
record PolicyCellImage(int contentsOffset, WindowContents<?, ?, ?> contents) implements CellImage {
    @Override
    public void write(final long cell, final StateWriter out) {
        out.putBytes(cell, contentsOffset);
        contents.write(cell + contentsOffset, out);
    }

    @Override
    public void read(final StateReader in, final long cell) {
        in.getBytes(cell, contentsOffset);
        contents.read(in, cell + contentsOffset);
    }
}
