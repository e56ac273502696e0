// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.config.Durability;

/**
 * How a journal is written.
 *
 * @param durability   when it is forced
 * @param intervalNs   how often, under {@link Durability#INTERVAL}
 * @param segmentBytes length at which the next file begins; a record that is longer has a file of its own
 */
public record JournalSettings(Durability durability, long intervalNs, int segmentBytes) {}
