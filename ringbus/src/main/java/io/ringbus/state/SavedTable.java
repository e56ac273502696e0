// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import org.jspecify.annotations.Nullable;

/** The cells of a state as a snapshot sees them. */
interface SavedTable {
    /** Appends the key of an ordinal in use. */
    void saveKey(int ordinal, StateWriter out);

    /**
     * The keys by ordinal where each is a long, and saved as one; else null. Another array may take its place when a key
     * comes.
     */
    default long @Nullable [] longKeys() {
        return null;
    }

    /** Makes the cell of the key that comes next, under an ordinal not in use; {@link #placed()} is due afterwards. */
    long place(int ordinal, StateReader in);

    /** Makes the cell of the key that comes next, under any ordinal; or answers 0 when another instance owns the key. */
    long placeIfOwned(StateReader in);

    /** No more cells are placed: ordinals left out may be given to new keys from now on. */
    void placed();

    /**
     * Whether, from now on, {@link FrozenCells#beforeWrite} must be told before a cell is handed out to be written. If not, the
     * cell gets the word of the present epoch and is handed out.
     */
    void guard(boolean guarded);
}
