// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.FoldFunction;
import io.ringbus.function.KeySelector;
import io.ringbus.function.ReduceFunction;
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

    /** Whether one can tell early results from final ones. */
    boolean marksEarly();

    /** A function over all records. */
    record Each<K, T, O>(WindowFunction<K, T, O> function) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return new FunctionBody<>(function, new StampedResults<>());
        }

        /** The function can ask its window. */
        @Override
        public boolean marksEarly() {
            return true;
        }
    }

    /** All records joined into one. */
    record Reduce<K, T>(ReduceFunction<T> function) implements WindowStep<K, T, T> {
        @Override
        public WindowBody<K, T, T> open() {
            return new FunctionBody<>(
                    (key, window, out) -> {
                        T joined = window.record(0);
                        for (long index = 1; index < window.size(); index++) {
                            joined = function.reduce(joined, window.record(index));
                        }
                        return out.emit(joined);
                    },
                    new StampedResults<>());
        }

        @Override
        public boolean marksEarly() {
            return false;
        }
    }

    /** An aggregate. */
    record Total<K, T, R, O>(Aggregate<T, R> aggregate, WindowShape<K, R, O> shape) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return TotalBody.of(aggregate, shape);
        }

        @Override
        public boolean marksEarly() {
            return shape.marksEarly();
        }
    }

    /** A running value that begins as {@code initial} and takes the records in their order. */
    record Fold<K, T, A>(A initial, FoldFunction<T, A> function, AddressCodec<A> codec) implements WindowStep<K, T, A> {
        @Override
        public WindowBody<K, T, A> open() {
            return new FoldBody<>(initial, function);
        }

        @Override
        public boolean marksEarly() {
            return false;
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

        @Override
        public boolean marksEarly() {
            return inside.marksEarly();
        }
    }

    /** One step after the other: the results of the first, for one window, are the window of the second. */
    record Chain<K, T, R, O>(WindowStep<K, T, R> first, WindowStep<K, R, O> second) implements WindowStep<K, T, O> {
        @Override
        public WindowBody<K, T, O> open() {
            return ChainBody.of(first.open(), second.open());
        }

        @Override
        public boolean marksEarly() {
            return second.marksEarly();
        }
    }
}
