// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.snapshot.StateWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a database, written again and again. */
class UpsertSinkTest {
    private record Mean(String symbol, long startNs, double price) {}

    private static final String SQL = "INSERT INTO mean(symbol, start, price) VALUES (?, ?, ?)"
            + " ON CONFLICT(symbol, start) DO UPDATE SET price = excluded.price";

    @TempDir
    private Path folder;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("means.db"));
    }

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mean(symbol TEXT, start INTEGER, price REAL CHECK (price >= 0),"
                    + " PRIMARY KEY (symbol, start))");
        }
    }

    private UpsertSink<Mean> sink() {
        return Sinks.upsert(this::connect, SQL, (statement, mean) -> {
            statement.setString(1, mean.symbol);
            statement.setLong(2, mean.startNs);
            statement.setDouble(3, mean.price);
        });
    }

    private Map<String, Double> rows() throws SQLException {
        final Map<String, Double> rows = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT symbol, start, price FROM mean")) {
            while (found.next()) {
                rows.put(found.getString(1) + "@" + found.getLong(2), found.getDouble(3));
            }
        }
        return rows;
    }

    private static Mean mean(final int index) {
        return new Mean("S" + index % 7, index / 20, index);
    }

    @Test
    void whatComesAgainLandsOnItself() throws Exception {
        for (long seed = 1; seed <= 10; seed++) {
            final Random random = new Random(seed);
            final Map<String, Double> expected = new TreeMap<>();
            int checkpoint = 0;
            while (checkpoint < 200) {
                final UpsertSink<Mean> sink = sink().batch(1 + random.nextInt(50));
                sink.open();
                int next = checkpoint;
                for (int steps = random.nextInt(120); steps > 0 && next < 200; steps--) {
                    sink.accept(mean(next++), 0);
                    if (random.nextInt(20) == 0) {
                        try (StateWriter state = new StateWriter()) {
                            sink.save(state);
                        }
                        checkpoint = next;
                        for (int i = 0; i < checkpoint; i++) {
                            expected.put(mean(i).symbol + "@" + mean(i).startNs, mean(i).price);
                        }
                        final Map<String, Double> rows = rows();
                        assertTrue(
                                expected.entrySet().stream().allMatch(row -> rows.get(row.getKey()) >= row.getValue()),
                                "seed=" + seed + ": what came before a barrier is in the table");
                    }
                }
                sink.close(); // a crash: the batch that is open is lost, and comes again
            }
            final UpsertSink<Mean> last = sink();
            last.open();
            for (int i = checkpoint; i < 200; i++) {
                last.accept(mean(i), 0);
            }
            last.flush();
            last.close();
            for (int i = 0; i < 200; i++) {
                expected.put(mean(i).symbol + "@" + mean(i).startNs, mean(i).price);
            }
            assertEquals(expected, rows(), "seed=" + seed);
        }
    }

    @Test
    void aBatchThatIsRefusedIsNotPassedOver() throws Exception {
        final UpsertSink<Mean> sink = sink().batch(3);
        sink.open();
        sink.accept(new Mean("A", 1, 1), 0);
        sink.accept(new Mean("A", 2, -1), 0);
        final SQLException refused = assertThrows(SQLException.class, () -> sink.accept(new Mean("A", 3, 3), 0));
        assertTrue(
                refused.getMessage().startsWith("upsert: batch of 3 records refused (")
                        && refused.getMessage().endsWith("start the pipeline again: " + SQL),
                refused.getMessage());
        assertSame(refused, assertThrows(SQLException.class, () -> sink.accept(new Mean("A", 4, 4), 0)));
        assertSame(refused, assertThrows(SQLException.class, sink::flush));
        sink.close();
        assertEquals(Map.of(), rows());
    }

    @Test
    void refusesABatchOfNothing() {
        assertEquals(
                "upsert: batch=0 < 1: 1 writes each record by itself",
                assertThrows(IllegalArgumentException.class, () -> sink().batch(0))
                        .getMessage());
    }
}
