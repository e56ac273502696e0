// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.util.List;

/** A window as one of the engines has told it: its bounds in ticks and its events in the order in which they came. */
record Fired(String key, long start, long end, List<Integer> ids) {}
