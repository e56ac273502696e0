// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Sink;
import io.ringbus.config.Guarantee;
import io.ringbus.connectors.CsvFileSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file of results; those since the start are also kept for the chart and the summary.
 *
 * <p><b>Threading.</b> As {@link Sink}; {@link #rows()} once the pipeline has ended.
 */
final class ResultFile<T> implements Sink<T> {
    private final Path path;
    private final CsvFileSink<T> file;
    private final List<T> rows = new ArrayList<>();

    ResultFile(final Path path, final Class<T> rowType) {
        this.path = path;
        this.file = Sinks.csv(path, rowType);
    }

    Path path() {
        return path;
    }

    List<T> rows() {
        return rows;
    }

    @Override
    public Guarantee guarantee() {
        return file.guarantee();
    }

    @Override
    public void checkpointed() {
        file.checkpointed();
    }

    @Override
    public void save(final StateWriter out) throws Exception {
        file.save(out);
    }

    @Override
    public void restore(final StateReader in) {
        file.restore(in);
    }

    @Override
    public void commit(final long checkpointId) throws Exception {
        file.commit(checkpointId);
    }

    @Override
    public void open() throws Exception {
        file.open();
    }

    @Override
    public void accept(final T row, final long timestampNs) throws Exception {
        file.accept(row, timestampNs);
        rows.add(row);
    }

    @Override
    public void flush() throws Exception {
        file.flush();
    }

    @Override
    public void close() throws Exception {
        file.close();
    }
}
