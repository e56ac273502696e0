// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.Serializable;

/**
 * Makes a record out of the fields of one line.
 *
 * <p>Serializable only so that the record type in a lambda's signature can be read when the pipeline is built; nothing
 * is ever serialized.
 */
@FunctionalInterface
public interface CsvFunction<T> extends Serializable {
    /** Returns the record. {@code fields} is valid during the call. */
    T apply(CsvFields fields) throws Exception;
}
