// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.ReduceFunction;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.function.BinaryOperator;

/** A user's reduce function as an aggregate. */
final class Reduction {
    private Reduction() {}

    static <T> Aggregate<T, T> aggregate(final AddressCodec<T> codec, final ReduceFunction<T> function) {
        final BinaryOperator<T> join = (earlier, later) -> {
            try {
                return function.reduce(earlier, later);
            } catch (final Exception thrown) {
                throw Reduction.<RuntimeException>asItIs(thrown);
            }
        };
        return Aggregates.of(codec, record -> record, join, join, record -> record);
    }

    @SuppressWarnings("unchecked") // the exception is whatever it is at run time
    private static <X extends Exception> RuntimeException asItIs(final Exception thrown) throws X {
        throw (X) thrown;
    }
}
