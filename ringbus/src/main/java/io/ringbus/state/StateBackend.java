// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/**
 * Opens keyed states: where the bytes of windows and rolling aggregates live.
 *
 * <p><b>Threading.</b> {@link #open} is called by stage threads, one call per state and partition; implementations are safe
 * for that.
 * <p><b>Lifetime.</b> {@link #close()} comes after every state it opened has been closed.
 */
public interface StateBackend extends AutoCloseable {
    /** The name that {@code ringbus.state.backend} selects it by. */
    String name();

    /** Opens an empty state. The same name and partition may be opened again after it was closed. */
    <K> KeyedState<K> open(StateSpec<K> spec);

    /** As {@link #open(StateSpec)}; a backend that can gives the state classes of its own, made by {@code maker}. */
    default <K> KeyedState<K> open(final StateSpec<K> spec, final StateMaker maker) {
        return open(spec);
    }

    @Override
    void close();
}
