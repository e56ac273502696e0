// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** What happens to a record on which user code threw an exception. An {@link Error} always fails the pipeline. */
public enum ErrorPolicy {
    /** The pipeline stops and rethrows the exception with stage, operator and position of the record. */
    FAIL,

    /** The record is tried again, up to {@link Settings#ERROR_RETRIES} times, then the pipeline fails. */
    RETRY,

    /** The record is dropped and counted. */
    SKIP,

    /** The record and its exception go to the dead-letter sink. */
    DEAD_LETTER
}
