// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/** How a record stands to the windows of its time. */
enum Entry {
    /** All its windows are still to be told. */
    OPEN,
    /** Some were told already and are told again. */
    TOLD,
    /** All are closed. */
    LATE,
    /** There is none. */
    IN_GAP
}
