// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import java.nio.file.Path;

/**
 * What was cut off the end of a journal when it was opened: writes that a crash has torn.
 *
 * @param file         in which they were
 * @param offset       of the first byte that was cut
 * @param bytes        that were not zero, from there to the last
 * @param lastSequence of the last record that is whole, which the journal ends with
 */
public record JournalCut(Path file, long offset, long bytes, long lastSequence) {}
