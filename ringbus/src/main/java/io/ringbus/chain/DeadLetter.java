// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import org.jspecify.annotations.Nullable;

/**
 * A record that was given up, and why.
 *
 * @param operator    name of the operator or source that could not handle it
 * @param record      the record as it reached that operator; null when a source could not even make one
 * @param timestampNs its event time, or NO_TIME
 * @param cause       what the operator threw
 */
public record DeadLetter(String operator, @Nullable Object record, long timestampNs, Throwable cause) {}
