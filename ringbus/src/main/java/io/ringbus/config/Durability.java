// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** When the records of a journal are forced to the disk, and so what a power cut can take. */
public enum Durability {
    /** Before they are processed, and before their publisher goes on: nothing that was acknowledged is lost. */
    SYNC,
    /** Every {@link Settings#JOURNAL_INTERVAL}: at most that much is lost, from the end. */
    INTERVAL,
    /** When the operating system likes, at checkpoints, and when a segment is full: an end is lost. */
    OS
}
