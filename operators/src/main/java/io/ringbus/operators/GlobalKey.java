// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

/** The key of everything: windows over all records of a stream have it. */
public enum GlobalKey {
    /** The only one. */
    ALL
}
