// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** An entrant in its fork, warm: it measures when it is told to, and waits, without a busy thread of the harness, otherwise. */
final class Competitor implements AutoCloseable {
    private final Entrant entrant;
    private final Process fork;
    private final BufferedReader said;
    private final Writer orders;

    private Competitor(final Entrant entrant, final Process fork) {
        this.entrant = entrant;
        this.fork = fork;
        this.said = fork.inputReader();
        this.orders = fork.outputWriter();
    }

    /** Starts {@code entrant}, and returns when it is warm. */
    static Competitor start(final Entrant entrant, final Core core, final double warmUpSeconds)
            throws IOException, InterruptedException {
        final Competitor competitor = new Competitor(
                entrant,
                Jvm.start(
                        core,
                        entrant.flags(),
                        Fork.class,
                        List.of(entrant.contender().getName(), Double.toString(warmUpSeconds))));
        competitor.awaitLine(Fork.WARM);
        return competitor;
    }

    /** For tables. */
    String name() {
        return entrant.name();
    }

    /** Measures for so many seconds. */
    Measurement measure(final double seconds) throws IOException, InterruptedException {
        orders.write(seconds + "\n");
        orders.flush();
        return Measurement.parse(awaitLine(Measurement.LINE_BEGINS));
    }

    /** Answers the next line that begins so. */
    private String awaitLine(final String beginning) throws IOException, InterruptedException {
        final StringBuilder others = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            others.append(line).append('\n');
        }
        fork.waitFor();
        throw Jvm.failure(entrant.name(), fork, others.toString());
    }

    /** Lets the fork come to its end, as which it closes what it measured. */
    void end() throws IOException, InterruptedException {
        orders.close();
        final String rest = said.lines().reduce("", (lines, line) -> lines + line + "\n");
        if (fork.waitFor() != 0) {
            throw Jvm.failure(entrant.name(), fork, rest);
        }
    }

    /** Leaves no process behind. */
    @Override
    public void close() {
        fork.destroyForcibly();
    }
}
