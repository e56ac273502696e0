// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** What a sink keeps through a crash, from the least to the most. */
public enum Guarantee {
    /** Nothing: results may be missing or come twice. */
    NONE,
    /** Every result comes out; those since the last checkpoint may come twice. */
    AT_LEAST_ONCE,
    /** Results since the last checkpoint may come twice, but land on themselves: they are written by key. */
    EFFECTIVELY_ONCE,
    /** Every result is shown once. */
    EXACTLY_ONCE
}
