// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.function.Emitter;

/** Where a {@link WindowFunction} emits its results, all of one type. What it returns at last says which. */
public interface Results<R> extends Emitter<R> {}
