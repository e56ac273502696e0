// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.FoldFunction;
import io.ringbus.function.KeySelector;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * What is to be made of the records of each window: plain data of the plan. {@link #open} makes what carries it out.
 *
 * @param <K> key of the window
 * @param <T> record in the window
 * @param <O> record emitted
 */
public sealed interface WindowStep<K, T, O> {
    /** Makes the body for one instance of an operator. */
    WindowBody<K, T, O> open();

    /** A function over all records. */
    record Each<K, T, O>(WindowFunction<K, T, O> function) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return new FunctionBody<>(function, new StampedResults<>());
        }
    }

    /** An aggregate. */
    record Total<K, T, R, O>(Aggregate<T, R> aggregate, WindowShape<K, R, O> shape) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return TotalBody.of(aggregate, shape);
        }
    }

    /** A running value that begins as {@code initial} and takes the records in their order. */
    record Fold<K, T, A>(A initial, FoldFunction<T, A> function, AddressCodec<A> codec) implements WindowStep<K, T, A> {
        @Override
        public WindowBody<K, T, A> open() {
            return new FoldBody<>(initial, function);
        }
    }

    /** The same for each group of records, in the order in which the groups appear in the window. */
    record Groups<K, G, T, O>(KeySelector<T, G> key, WindowStep<G, T, O> inside) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return inside instanceof Total<G, T, ?, O> total
                    ? GroupTotals.of(key, total)
                    : new GroupBody<>(key, inside.open(), new GroupIndex<>());
        }
    }

    /** One step after the other: the results of the first, for one window, are the window of the second. */
    record Chain<K, T, R, O>(WindowStep<K, T, R> first, WindowStep<K, R, O> second) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return ChainBody.of(first.open(), second.open());
        }
    }
}
