// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

/** Writes the fields of one record, in the order of the columns. */
@FunctionalInterface
public interface CsvWriter<T> {
    /** Adds each field to {@code line}, which is valid during the call. */
    void write(T record, CsvLine line) throws Exception;
}
