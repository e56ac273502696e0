// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

/** Which of several records with the same value is kept. */
public enum Ties {
    /** The earliest in event time; among records of one time, the one that came first. */
    KEEP_FIRST,
    /** The latest in event time; among records of one time, the one that came last. */
    KEEP_LAST
}
