// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Measures one {@link Paced} in this JVM, and prints its histogram. */
public final class PacedFork {
    private static final Pattern LINE = Pattern.compile("HISTOGRAM ([A-Za-z0-9+/=]+)");
    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int DIGITS = 3;

    private PacedFork() {}

    /** {@code args}: class of the contender, events per second, seconds of warm-up, seconds to measure. */
    public static void main(final String[] args) throws Exception {
        final Paced contender = Class.forName(args[0])
                .asSubclass(Paced.class)
                .getDeclaredConstructor()
                .newInstance();
        final double rate = Double.parseDouble(args[1]);
        final Histogram latenciesNs = new Histogram(DIGITS);
        try (contender) {
            contender.play(pace(rate, Double.parseDouble(args[2])), new Histogram(DIGITS));
            contender.play(pace(rate, Double.parseDouble(args[3])), latenciesNs);
        }
        final ByteBuffer encoded = ByteBuffer.allocate(latenciesNs.getNeededByteBufferCapacity());
        final byte[] bytes = new byte[latenciesNs.encodeIntoCompressedByteBuffer(encoded)];
        encoded.flip().get(bytes);
        System.out.println("HISTOGRAM " + Base64.getEncoder().encodeToString(bytes));
    }

    private static Pace pace(final double rate, final double seconds) {
        return Pace.of(System.nanoTime() + LEAD_NS, rate, seconds);
    }

    /** Reads the histogram out of a fork's output. */
    static Histogram parse(final String output) {
        final Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("fork: no histogram in its output:\n" + output);
        }
        final byte[] bytes = Base64.getDecoder().decode(line.group(1));
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (final DataFormatException broken) {
            throw new IllegalStateException("fork: its histogram cannot be read: " + broken.getMessage(), broken);
        }
    }
}
