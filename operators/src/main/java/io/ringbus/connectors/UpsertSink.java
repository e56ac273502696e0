// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.config.Guarantee;
import io.ringbus.snapshot.StateWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes each record to a row of a database, by a statement that inserts the row or replaces it by its key. What is written
 * again after a crash lands on itself, so the table is as if it had been written once, if the key is stable: (symbol, start of
 * the window), say, and never a number that is counted up.
 *
 * <pre>{@code
 * Sinks.upsert(
 *         dataSource::getConnection,
 *         "INSERT INTO mean(symbol, start, price) VALUES (?, ?, ?)"
 *                 + " ON CONFLICT(symbol, start) DO UPDATE SET price = excluded.price",
 *         (statement, mean) -> { statement.setString(1, mean.key()); .. })
 * }</pre>
 *
 * <p><b>Threading.</b> As {@link Sink}. <b>Progress.</b> The stage waits for the database: at the end of a batch, when it runs
 * out of input, and at a barrier.
 * <p><b>Atomicity.</b> A batch is a transaction. <b>Durability.</b> What came before a barrier is committed when the checkpoint
 * is complete.
 * <p><b>Failure.</b> A batch that the database refuses is rolled back and ends the pipeline, whatever the error policy says, as
 * its records are not one record: started again, the pipeline writes them from the last checkpoint on.
 */
public final class UpsertSink<T> implements Sink<T> {
    private static final int BATCH_RECORDS = 1_000;

    private final ConnectionSource source;
    private final String sql;
    private final StatementBinder<? super T> binder;
    private final int batchRecords;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private @Nullable SQLException failure;
    private int batched;

    private UpsertSink(
            final ConnectionSource source,
            final String sql,
            final StatementBinder<? super T> binder,
            final int batchRecords) {
        this.source = source;
        this.sql = sql;
        this.binder = binder;
        this.batchRecords = batchRecords;
    }

    /** Executes {@code sql}, which inserts or replaces, with the parameters that {@code binder} sets. */
    public static <T> UpsertSink<T> of(
            final ConnectionSource source, final String sql, final StatementBinder<? super T> binder) {
        return new UpsertSink<>(source, sql, binder, BATCH_RECORDS);
    }

    /** The same, with a transaction for so many records at most; 1,000 by default. */
    public UpsertSink<T> batch(final int records) {
        if (records < 1) {
            throw new IllegalArgumentException("upsert: batch=" + records + " < 1: 1 writes each record by itself");
        }
        return new UpsertSink<>(source, sql, binder, records);
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EFFECTIVELY_ONCE;
    }

    @Override
    public void open() throws SQLException {
        final Connection opened = source.connect();
        connection = opened;
        opened.setAutoCommit(false);
        statement = opened.prepareStatement(sql);
        batched = 0;
        failure = null;
    }

    @Override
    public void accept(final T record, final long timestampNs) throws SQLException {
        final PreparedStatement open = statement;
        if (open == null) {
            throw new IllegalStateException("upsert: accepts records only between open() and close(): " + sql);
        }
        requireSound();
        open.clearParameters();
        binder.bind(open, record);
        open.addBatch();
        batched++;
        if (batched >= batchRecords) {
            flush();
        }
    }

    /** A batch that failed is gone, and records with it: nothing may make up for that but a restart. */
    private void requireSound() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void flush() throws SQLException {
        requireSound();
        final PreparedStatement open = statement;
        final Connection to = connection;
        if (open == null || to == null || batched == 0) {
            return;
        }
        try {
            open.executeBatch();
            to.commit();
            batched = 0;
        } catch (final SQLException refused) {
            final SQLException told = new SQLException(
                    "upsert: batch of " + batched + " records refused (" + refused.getMessage()
                            + "): look at the database, then start the pipeline again: " + sql,
                    refused.getSQLState(),
                    refused.getErrorCode(),
                    refused);
            failure = told;
            rollBack(to, told);
            throw told;
        }
    }

    private static void rollBack(final Connection to, final SQLException failure) {
        try {
            to.rollback();
        } catch (final SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void save(final StateWriter out) throws SQLException {
        flush();
    }

    @Override
    public void close() throws SQLException {
        final PreparedStatement open = statement;
        final Connection to = connection;
        statement = null;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            if (to != null) {
                to.close();
            }
        }
    }
}
