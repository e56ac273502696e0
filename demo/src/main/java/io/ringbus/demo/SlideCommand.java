// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.config.Config;
import io.ringbus.config.Preflight;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the program of a slide, on generated prices or with a socket. */
@Command(mixinStandardHelpOptions = true)
final class SlideCommand implements Callable<Integer> {
    private static final int PORT_MAX = 65_535;

    private final Slide slide;
    private final PrintStream out;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "HOST",
            description = "Read lines SYMBOL,PRICE from this server, such as: nc -lk 9999."
                    + " Without it all prices are generated, and the program ends by itself.")
    private @Nullable String host;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "Port of the server.")
    private @Nullable Integer port;

    @Option(names = "--shown", description = "Take the four prices that the slides show.")
    private boolean shown;

    /** A program. */
    @FunctionalInterface
    interface Slide {
        void run(Config config, StockFeeds feeds, PrintStream out) throws InterruptedException;
    }

    SlideCommand(final Slide slide, final PrintStream out) {
        this.slide = slide;
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        Preflight.requireKernel();
        slide.run(Config.defaults(), feeds(), out);
        out.flush();
        return 0;
    }

    private StockFeeds feeds() {
        if (host == null) {
            return shown ? StockFeeds.shown() : StockFeeds.generated();
        }
        if (port == null) {
            throw new IllegalArgumentException("host=" + host + " without a port: give both, as in localhost 9999");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("port=" + port + " is outside [1, " + PORT_MAX + "]: correct the port");
        }
        return StockFeeds.live(host, port);
    }
}
