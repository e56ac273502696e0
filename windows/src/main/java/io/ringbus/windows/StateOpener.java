// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.state.KeyedState;

/**
 * Opens the keyed state of one window operator, with cells as wide as the operator has found that it needs.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Lifetime.</b> Asked again when wider cells are needed: the state opened before is still open then, is copied, and is
 * closed by the operator. Where a backend tells states apart by name, each call takes a new one.
 */
@FunctionalInterface
public interface StateOpener<K> {
    /** Opens an empty state whose cells have room for {@code valueBytes}. */
    KeyedState<K> open(int valueBytes);
}
