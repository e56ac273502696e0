// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.config.Config;
import io.ringbus.config.Preflight;
import io.ringbus.config.Settings;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The market demo on the command line. */
@Command(
        name = "market",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs 100,000 real Bitcoin trades and two generated indices through windows of event time.",
            "Tells the lowest price of all, highest and mean price, bars and VWAP of each symbol, and warns of moves by 5 %%.",
            "Writes CSV files and a chart, and ends with a summary that has rates and latencies.",
            ""
        })
final class MarketCommand implements Callable<Integer> {
    /** Said by a run with checkpoints once it has begun or recovered. */
    static final String RUNNING = "running";

    private final PrintStream out;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Run on the tick files in this folder instead:"
                    + " <symbol>_<yyyymmdd>_trade.zip and <symbol>_<yyyymmdd>_quote.zip.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the results go; default: demo/target/market, or market outside the project.")
    private @Nullable Path folder;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Records per second, sent by an open-loop schedule; default: flat out.")
    private @Nullable Double rate;

    @Option(
            names = "--flush-interval",
            paramLabel = "TIME",
            description = "Longest wait of a record for its batch, such as 0, 50us or 1ms; -1 is only full batches.")
    private @Nullable String flushInterval;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "Where keyed state lives: chronicle (default) or slab.")
    private @Nullable String backend;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description =
                    "Takes checkpoints there and goes on from the newest: killed and run again, it gives the same files.")
    private @Nullable Path checkpoints;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A .properties file with settings of ringbus; the options above win over it.")
    private @Nullable Path configFile;

    MarketCommand(final PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Preflight.requireKernel();
        final Config config = config();
        if (rate != null && !(rate > 0 && rate <= 1e9)) {
            throw new IllegalArgumentException(
                    "--rate=" + rate + " is outside (0, 1.0E9] per second: leave it out to run flat out");
        }
        final double recordsPerSecond = rate == null ? 0 : rate;
        final MarketData market = data == null ? MarketData.bitcoin() : TickFolder.read(data);
        final Path results = resultFolder();
        run(config, market, recordsPerSecond, results);
        return 0;
    }

    private void run(final Config config, final MarketData market, final double rate, final Path folder)
            throws InterruptedException {
        final MarketResults results = MarketResults.in(folder);
        final Replay replay = new Replay(market, rate);
        final Pipeline pipeline = MarketDemo.pipeline(config, market, replay, results);
        final MarketSummary summary;
        if (checkpoints != null) {
            runOn(pipeline, folder);
            return;
        }
        try (Execution execution = pipeline.start()) {
            awaitTelling(execution, System.console());
            summary = new MarketSummary(
                    config, market, replay, rate, results, System.nanoTime() - replay.startNs(), late(execution));
        }
        final Path chart = folder.resolve("market.png");
        out.print(summary.text(chart, MarketChart.draw(market, results, chart)));
        out.flush();
    }

    /** A summary would be one of what came since the start only. */
    private void runOn(final Pipeline pipeline, final Path folder) throws InterruptedException {
        try (Execution execution = pipeline.start()) {
            out.println(RUNNING);
            out.flush();
            execution.await();
        }
        out.println("done: the results of all runs are in "
                + folder.toAbsolutePath().normalize());
        out.flush();
    }

    /** Waits for the end; on a terminal, a line says how far it is. */
    private static void awaitTelling(final Execution execution, final @Nullable Console console)
            throws InterruptedException {
        while (!execution.await(1, TimeUnit.SECONDS)) {
            if (console != null) {
                console.printf("\r%,d records read ", read(execution));
                console.flush();
            }
        }
        if (console != null) {
            console.printf("\r%40s\r", "");
            console.flush();
        }
    }

    private static long read(final Execution execution) {
        final long[] sum = new long[1];
        execution
                .counters()
                .forEach((label, value) ->
                        sum[0] += label.startsWith("source ") && label.endsWith(" records") ? value : 0);
        return sum[0];
    }

    private static long late(final Execution execution) {
        final long[] sum = new long[1];
        execution.counters().forEach((label, value) -> sum[0] += label.endsWith(" late") ? value : 0);
        return sum[0];
    }

    private Config config() {
        Config config = configFile == null ? Config.defaults() : Config.load(configFile);
        if (flushInterval != null) {
            config = config.with(Settings.FLUSH_INTERVAL, Settings.FLUSH_INTERVAL.parse(flushInterval));
        }
        if (checkpoints != null) {
            config = config.with(Settings.CHECKPOINT_DIR, Optional.of(checkpoints));
        }
        if (backend != null) {
            config = config.with(Settings.STATE_BACKEND, Settings.STATE_BACKEND.parse(backend));
        }
        return config;
    }

    private Path resultFolder() throws IOException {
        final Path project = Path.of("demo");
        final Path byDefault = Files.exists(project.resolve("pom.xml"))
                ? project.resolve("target").resolve("market")
                : Path.of("market");
        final Path results = folder == null ? byDefault : folder;
        try {
            return Files.createDirectories(results);
        } catch (final IOException refused) {
            throw new IOException(
                    results + ": no folder for results can be made here (" + refused + "): give another --out",
                    refused);
        }
    }
}
