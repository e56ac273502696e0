// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one fork measured.
 *
 * @param events         events of the timed rounds
 * @param tookNs         their elapsed time
 * @param cpuNs          processor time of the whole process meanwhile, compilers and spinning threads included
 * @param bestRoundNs    the shortest of {@code rounds} rounds, in nanoseconds: what the code costs when nothing disturbs it
 * @param rounds         how many rounds
 * @param allocatedBytes heap that the process's threads allocated meanwhile
 * @param checksum       of the results of each round
 */
public record Measurement(
        long events, long rounds, long tookNs, long cpuNs, long bestRoundNs, long allocatedBytes, long checksum) {
    /** How the line of a measurement begins. */
    static final String LINE_BEGINS = "MEASURED ";

    private static final double NS_PER_SECOND = 1e9;
    private static final Pattern LINE =
            Pattern.compile(LINE_BEGINS + "events=(\\d+) rounds=(\\d+) tookNs=(\\d+) cpuNs=(\\d+)"
                    + " bestRoundNs=(\\d+) allocatedBytes=(\\d+) checksum=(-?\\d+)");

    /** Events per second of elapsed time. */
    public double perSecond() {
        return events * NS_PER_SECOND / tookNs;
    }

    /** Events per second of processor time. */
    public double perCpuSecond() {
        return events * NS_PER_SECOND / cpuNs;
    }

    /** Events per second of the shortest round. */
    public double perSecondAtBest() {
        return events * NS_PER_SECOND / rounds / bestRoundNs;
    }

    /** Bytes allocated per event. */
    public double bytesPerEvent() {
        return (double) allocatedBytes / events;
    }

    /** The line by which a fork reports. */
    String toLine() {
        return LINE_BEGINS + "events=" + events + " rounds=" + rounds + " tookNs=" + tookNs + " cpuNs=" + cpuNs
                + " bestRoundNs=" + bestRoundNs + " allocatedBytes=" + allocatedBytes + " checksum=" + checksum;
    }

    /** Reads {@link #toLine()} out of a fork's output. */
    static Measurement parse(final String output) {
        final Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("fork: no measurement in its output:\n" + output);
        }
        return new Measurement(
                number(line, 1),
                number(line, 2),
                number(line, 3),
                number(line, 4),
                number(line, 5),
                number(line, 6),
                number(line, 7));
    }

    private static long number(final Matcher line, final int group) {
        return Long.parseLong(line.group(group));
    }
}
