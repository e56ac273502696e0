// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/** The cells of a state as a store sees them while it moves them. */
public interface CellTable<K> {
    /** All ordinals in use are below this bound. */
    int ordinals();

    /** Address of the cell, or 0 when the ordinal is not in use. For reading and moving: a write would not be noticed. */
    long addressOf(int ordinal);

    /** Key of an ordinal in use. */
    K keyAt(int ordinal);

    /** Notes that the cell of this ordinal now lies at {@code address}. */
    void move(int ordinal, long address);
}
