// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import io.ringbus.bench.harness.Ratios;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How long the events of one fork waited for their results.
 *
 * @param all     of all events
 * @param quiet   of those that were due in windows in which the host took no time away
 * @param seconds of those that were due in each second; a play of less is one
 * @param kept    how many windows were quiet
 * @param windows how many there were
 * @param interrupts how often devices interrupted the measured processor meanwhile, as far as is known
 */
record Waits(Histogram all, Histogram quiet, List<Histogram> seconds, int kept, int windows, long interrupts) {
    private static final Pattern LINE = Pattern.compile(
            "WAITS kept=(\\d+) windows=(\\d+) interrupts=(\\d+) all=(B64) quiet=(B64) seconds=(B64(?:,B64)*)"
                    .replace("B64", "[A-Za-z0-9+/=]+"));

    Waits {
        seconds = List.copyOf(seconds);
    }

    /** The line by which a fork reports. */
    String toLine() {
        return "WAITS kept=" + kept + " windows=" + windows + " interrupts=" + interrupts + " all=" + encoded(all)
                + " quiet=" + encoded(quiet) + " seconds="
                + seconds.stream().map(Waits::encoded).collect(Collectors.joining(","));
    }

    /**
     * The percentile, in nanoseconds, of the second in the middle: one stop of the machine in some of them does not count as
     * one in each.
     */
    double inMedianSecond(final double percentile) {
        return Ratios.of(seconds.stream()
                        .mapToDouble(second -> second.getValueAtPercentile(percentile))
                        .toArray())
                .median();
    }

    /** Reads {@link #toLine()} out of a fork's output. */
    static Waits parse(final String output) {
        final Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("fork: no histogram in its output:\n" + output);
        }
        return new Waits(
                decoded(line.group(4)),
                decoded(line.group(5)),
                Stream.of(line.group(6).split(",")).map(Waits::decoded).toList(),
                Integer.parseInt(line.group(1)),
                Integer.parseInt(line.group(2)),
                Long.parseLong(line.group(3)));
    }

    private static String encoded(final Histogram histogram) {
        final ByteBuffer encoded = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final byte[] bytes = new byte[histogram.encodeIntoCompressedByteBuffer(encoded)];
        encoded.flip().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Histogram decoded(final String base64) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
        } catch (final DataFormatException broken) {
            throw new IllegalStateException("fork: its histogram cannot be read: " + broken.getMessage(), broken);
        }
    }
}
