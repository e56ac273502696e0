// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/**
 * Makes a {@link KeyedState} of a backend's {@link CellStore} by putting a locator before it: a table from key to cell
 * address, so that the store is asked once per key and not once per record.
 *
 * <p>Keys that are boxed integers are located by an off-heap table of longs, all others by an on-heap table that compares
 * identities before it compares contents. Keys of the second kind are kept: they must not change afterwards.
 *
 * <p><b>Lifetime.</b> The state closes {@code cells} when it is closed; when it cannot be made, they have been closed.
 */
public final class LocatedState {
    private LocatedState() {}

    /** Puts a locator before {@code cells}. */
    public static <K> KeyedState<K> over(final StateSpec<K> spec, final CellStore<K> cells) {
        try {
            return LongKeys.accepts(spec.keyType())
                    ? new LongKeyedState<>(spec, cells)
                    : new ObjectKeyedState<>(spec, cells);
        } catch (final RuntimeException | Error failed) {
            cells.close();
            throw failed;
        }
    }

    /** As {@link #over(StateSpec, CellStore)}, with classes that {@code maker} gives to this state alone. */
    @SuppressWarnings("unchecked") // a copied class is only known by its contract
    public static <K> KeyedState<K> over(final StateSpec<K> spec, final CellStore<K> cells, final StateMaker maker) {
        try {
            return maker.create(
                    KeyedState.class,
                    LongKeys.accepts(spec.keyType()) ? LongKeyedState.class : ObjectKeyedState.class,
                    spec,
                    cells);
        } catch (final RuntimeException | Error failed) {
            cells.close();
            throw failed;
        }
    }

    /** Whether the state of such keys can read ahead: {@link KeyedState#readPlace}. */
    public static boolean readsAhead(final Class<?> keyType) {
        return LongKeys.accepts(keyType);
    }

    /** How messages name a state. */
    public static String subject(final StateSpec<?> spec) {
        return "state '" + spec.name() + "', partition " + spec.partition();
    }
}
