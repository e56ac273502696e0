// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/**
 * Where the cells of one state lie: what a backend implements to get a {@link KeyedState} from {@link LocatedState}.
 *
 * <p>It is asked once when a key comes and once when it goes. Between the two the locator remembers the cell's address, and
 * every access goes straight to memory.
 *
 * <p><b>Layout.</b> All addresses are those of the operator's bytes, aligned to 8; {@link CellLayout#HEADER_BYTES} lie
 * before them. The locator writes the ordinal.
 * <p><b>Threading.</b> Single writer: the stage thread of the partition.
 * <p><b>Lifetime.</b> A cell stays where it is until it is removed or {@link #grow} moves it.
 */
public interface CellStore<K> {
    /** Answer of {@link #create} when the store is full: call {@link #grow} and ask again. */
    long FULL = 0;

    /** Makes the cell of a key that has none, zeroed with its header, and returns its address, or {@link #FULL}. */
    long create(K key);

    /** Gives the cell of {@code key}, which lies at {@code address}, back. */
    void remove(K key, long address);

    /**
     * Makes room for at least one more cell, and tells {@code cells} of each cell that moved.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} with the sizing formula when there is no more room to be had; no
     * cell has moved then and all stay usable.
     */
    void grow(CellTable<K> cells);

    /** Frees the memory. Called once. */
    void close();
}
