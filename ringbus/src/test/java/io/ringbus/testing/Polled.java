// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * What a source gives outside of any pipeline, polled to its end.
 *
 * @param emitted what it emitted, in order
 * @param errors  what its polls threw
 */
public record Polled<T>(List<Emitted<T>> emitted, List<Exception> errors) {
    private static final int ERRORS_MAX = 100_000;

    /** Opens, polls to the end and closes; the first error ends it. */
    public static <T> List<T> all(final Source<T> source) throws Exception {
        return polled(source, 0).records();
    }

    /** As an engine that skips bad items: errors are kept and polling goes on. */
    public static <T> Polled<T> skipping(final Source<T> source) throws Exception {
        return polled(source, ERRORS_MAX);
    }

    private static <T> Polled<T> polled(final Source<T> source, final int errorsMax) throws Exception {
        final RecordingOutput<T> output = new RecordingOutput<>();
        final List<Exception> errors = new ArrayList<>();
        try {
            source.open();
            while (isMore(source, output, errors, errorsMax)) {
                Thread.onSpinWait();
            }
        } finally {
            source.close();
        }
        return new Polled<>(output.emitted(), errors);
    }

    private static <T> boolean isMore(
            final Source<T> source, final Output<T> output, final List<Exception> errors, final int errorsMax)
            throws Exception {
        try {
            return source.poll(output) != Source.Poll.EXHAUSTED;
        } catch (final Exception error) {
            if (errors.size() >= errorsMax) {
                throw error;
            }
            errors.add(error);
            return true;
        }
    }

    /** The records without their timestamps. */
    public List<T> records() {
        return emitted.stream().map(Emitted::record).toList();
    }
}
