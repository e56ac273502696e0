// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How long the events of one fork waited for their results.
 *
 * @param all     of all events
 * @param quiet   of those that were due in windows in which the host took no time away
 * @param kept    how many windows were quiet
 * @param windows how many there were
 * @param interrupts how often devices interrupted the measured processor meanwhile, as far as is known
 */
record Waits(Histogram all, Histogram quiet, int kept, int windows, long interrupts) {
    private static final Pattern LINE = Pattern.compile(
            "WAITS kept=(\\d+) windows=(\\d+) interrupts=(\\d+) all=([A-Za-z0-9+/=]+) quiet=([A-Za-z0-9+/=]+)");

    /** The line by which a fork reports. */
    String toLine() {
        return "WAITS kept=" + kept + " windows=" + windows + " interrupts=" + interrupts + " all=" + encoded(all)
                + " quiet=" + encoded(quiet);
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
