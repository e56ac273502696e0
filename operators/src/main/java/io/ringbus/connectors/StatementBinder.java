// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Puts the fields of one record into a statement's parameters. */
@FunctionalInterface
public interface StatementBinder<T> {
    /** Sets every parameter of {@code statement}; adds no batch and executes nothing. */
    void bind(PreparedStatement statement, T record) throws SQLException;
}
