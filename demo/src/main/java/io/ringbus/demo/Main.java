// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.stage.PipelineException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry of {@code ringbus-demo.jar}: the market demo, and one command for each slide. */
@Command(
        name = "ringbus-demo",
        mixinStandardHelpOptions = true,
        version = "ringbus-demo 0.1.0",
        description = {
            "Programs of the ringbus README, running on real and generated prices.",
            "Begin with: ringbus-demo market"
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its code: 0 done, 1 failed, 2 not understood. */
    public static void main(final String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Runs a command; what it has to say goes to {@code out}, what went wrong to {@code err}, in one sentence. */
    static int run(final String[] args, final PrintStream out, final PrintStream err) {
        System.setProperty("java.awt.headless", "true");
        final CommandLine line = new CommandLine(new Main())
                .addSubcommand(new MarketCommand(out))
                .addSubcommand(new CrashAndRecover(out))
                .addSubcommand(described(
                        "multiple-inputs",
                        "Slide: merges prices that are read as text with generated ones.",
                        new SlideCommand(MultipleInputs::run, out)))
                .addSubcommand(described(
                        "window-aggregations",
                        "Slide: lowest, highest and mean prices of 10 s, every 5 s.",
                        new SlideCommand(WindowAggregations::run, out)))
                .addSubcommand(described(
                        "data-driven-windows",
                        "Slide: counts prices that moved by 5 %% since the last warning.",
                        new SlideCommand(DataDrivenWindows::run, out)))
                .addSubcommand(described(
                        "inspect",
                        "Tells what a folder of checkpoints, or of a journal, holds.",
                        new FolderCommand(false, out)))
                .addSubcommand(described(
                        "verify",
                        "Reads every byte of such a folder; exits with 1 unless all is sound.",
                        new FolderCommand(true, out)));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((misuse, words) -> {
            err.println("ringbus-demo: " + misuse.getMessage() + ": try "
                    + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return MISUSED;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            err.println("ringbus-demo: " + sentence(failure));
            return FAILED;
        });
        return line.execute(args);
    }

    private static CommandLine described(final String name, final String description, final Object command) {
        final CommandLine line = new CommandLine(command).setCommandName(name);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    /** What went wrong, without the way there where the text itself names the place. */
    private static String sentence(final Throwable failure) {
        final Throwable cause = failure.getCause();
        if (failure instanceof PipelineException
                && (cause instanceof IOException || cause instanceof IllegalArgumentException)) {
            return said(cause);
        }
        return said(failure);
    }

    private static String said(final Throwable failure) {
        final String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "command missing");
    }
}
