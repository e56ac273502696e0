// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.environment.Environment;
import io.ringbus.slot.SlotLayout;
import io.ringbus.stage.Execution;
import io.ringbus.stream.WindowPage.Number;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.Results;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Runs what README's table of windows shows, and compares; {@code -Dringbus.test.readme=write} brings the table up to date.
 */
class WindowsTableTest {
    private static final String BEGIN = "<!-- windows:begin -->";
    private static final String END = "<!-- windows:end -->";
    private static final String REMEDY = "run: mvn -pl operators -am test -Dtest=WindowsTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dringbus.test.readme=write";
    private static final Pattern ROW = Pattern.compile("\\brow\\(\\s*\"[^\"]*\",\\s*numbers ->\\s*");
    private static final int NUMBERS = 12;

    @Test
    void readmeShowsWhatWindowsComeTo() throws Exception {
        final Path readme = repository().resolve("README.md");
        final String text = Files.readString(readme);
        final int begin = text.indexOf(BEGIN);
        final int end = text.indexOf(END);
        assertTrue(begin >= 0 && end > begin, readme + " lacks the lines " + BEGIN + " and " + END);
        final String table = BEGIN + "\n" + table() + END;
        if ("write".equals(System.getProperty("ringbus.test.readme"))) {
            Files.writeString(readme, text.substring(0, begin) + table + text.substring(end + END.length()));
            return;
        }
        assertEquals(
                table,
                text.substring(begin, end + END.length()).replace("\r\n", "\n"),
                readme + " shows other windows: " + REMEDY);
    }

    private static String table() throws Exception {
        final List<WindowPage.Row> rows = WindowPage.rows();
        final List<String> codes = codes();
        assertEquals(rows.size(), codes.size(), "each row of WindowPage has its code");
        final StringBuilder table =
                new StringBuilder("| Window | Code | What 0 1 2 3 … 11 comes to |\n|---|---|---|\n");
        for (int index = 0; index < codes.size(); index++) {
            final WindowPage.Row row = rows.get(index);
            table.append("| ")
                    .append(row.name())
                    .append(" | `")
                    .append(codes.get(index))
                    .append("` | ");
            table.append(String.join(" ", told(row))).append(" |\n");
        }
        return table.toString();
    }

    /** What stands behind the arrow in each call of row. */
    private static List<String> codes() throws IOException {
        final Path source = repository().resolve("operators/src/test/java/io/ringbus/stream/WindowPage.java");
        final String text = Files.readString(source);
        final List<String> codes = new ArrayList<>();
        final Matcher row = ROW.matcher(text);
        while (row.find()) {
            final int from = row.end();
            int until = from;
            for (int open = 0; open >= 0; until++) {
                open += text.charAt(until) == '(' ? 1 : text.charAt(until) == ')' ? -1 : 0;
            }
            codes.add(text.substring(from, until - 1).replaceAll("\\s*\\n\\s*", ""));
        }
        return codes;
    }

    private static List<String> told(final WindowPage.Row row) {
        final SimulatedClock clock = new SimulatedClock(0);
        final List<String> told = new ArrayList<>();
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.STAGE_DRAIN_LIMIT, 1));
        final Stream<Number> numbers = pipeline.from(new Numbers(clock))
                .as(Number.class)
                .eventTime(number -> SECONDS.toNanos(number.value()), Watermarks.monotonous());
        texts(row.words().apply(numbers)).to((text, timestampNs) -> told.add(text));
        final Environment system = Environment.system();
        try (Execution execution = pipeline.start(new Environment(clock, system.faults(), system.threads()))) {
            while (!execution.isEnded()) {
                execution.doWork();
            }
        }
        return told;
    }

    private static <K> Stream<String> texts(final Windows<K, Number> windows) {
        return windows.mapWindow(WindowsTableTest::<K>text).flatten();
    }

    private static <K> Results<String> text(final K key, final Window<Number> window, final WindowOutput out) {
        final StringJoiner numbers = new StringJoiner(" ", window.isEarly() ? "(" : "[", window.isEarly() ? ")" : "]");
        window.forEach(number -> numbers.add(Long.toString(number.value())));
        return out.emit(key instanceof String name ? name + "\u00a0" + numbers : numbers.toString());
    }

    /** A number at each poll, and then a second passes. */
    private static final class Numbers implements Source<Number> {
        private final SimulatedClock clock;
        private long next;

        Numbers(final SimulatedClock clock) {
            this.clock = clock;
        }

        @Override
        public Poll poll(final Output<Number> output) {
            if (next == NUMBERS) {
                return Poll.EXHAUSTED;
            }
            output.emit(new Number(next++), SlotLayout.NO_TIME);
            clock.advance(SECONDS.toNanos(1));
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "number " + next;
        }
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
