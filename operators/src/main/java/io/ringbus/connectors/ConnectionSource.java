// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to a database: {@code dataSource::getConnection}, say. */
@FunctionalInterface
public interface ConnectionSource {
    /** A new connection, which the caller closes. */
    Connection connect() throws SQLException;
}
