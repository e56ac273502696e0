// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.chain.WatermarkStrategy;
import io.ringbus.codec.AddressCodec;
import io.ringbus.config.Guarantee;
import io.ringbus.connectors.Journal;
import io.ringbus.function.FilterFunction;
import io.ringbus.function.FlatMapFunction;
import io.ringbus.function.FoldFunction;
import io.ringbus.function.KeySelector;
import io.ringbus.function.MapFunction;
import io.ringbus.function.TimestampFunction;
import io.ringbus.windows.WindowShape;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.TriggerPolicy;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one vertex of a plan does, in terms of the user's functions only. */
public sealed interface Task {
    /** One word for it, for {@code explain()} and for names. */
    String word();

    /** What {@code explain()} says of it. */
    default String detail() {
        return word();
    }

    /** Records come from a source. {@code idleAfterNs} of silence declare it idle; 0 leaves that to the source. */
    record Read<T>(Source<T> source, long idleAfterNs) implements Task {
        @Override
        public String word() {
            return "source";
        }
    }

    /** Records come from the embedder's threads. {@code idleAfterNs} as in {@link Read}. */
    record Receive<T>(IngressHandle<T> ingress, long idleAfterNs) implements Task {
        @Override
        public String word() {
            return ingress.journal() == null ? "ingress" : "journal";
        }

        @Override
        public String detail() {
            final Journal journal = ingress.journal();
            return journal == null ? word() : "journal in " + journal.folder();
        }
    }

    /** One record out of one. */
    record Map<T, R>(MapFunction<T, R> function) implements Task {
        @Override
        public String word() {
            return "map";
        }
    }

    /** Only some records. */
    record Filter<T>(FilterFunction<T> predicate) implements Task {
        @Override
        public String word() {
            return "filter";
        }
    }

    /** Any number of records out of one. */
    record FlatMap<T, R>(FlatMapFunction<T, R> function) implements Task {
        @Override
        public String word() {
            return "flatMap";
        }
    }

    /** Event time and watermarks; {@code timestamps} null keeps the time that records arrive with. */
    record EventTime<T>(@Nullable TimestampFunction<T> timestamps, WatermarkStrategy<? super T> watermarks)
            implements Task {
        @Override
        public String word() {
            return "eventTime";
        }
    }

    /** Event time goes on without records, {@code boundNs} behind the clock. */
    record Heartbeat(long boundNs) implements Task {
        @Override
        public String word() {
            return "heartbeat";
        }
    }

    /** Several streams become one. */
    record Merge() implements Task {
        @Override
        public String word() {
            return "merge";
        }
    }

    /** What follows should run beside what came before. */
    record Cut() implements Task {
        @Override
        public String word() {
            return "stage";
        }
    }

    /**
     * Where records come into loop number {@code loop}, from the stream it reads and from its {@link Back}. The loop ends after
     * that stream, when nothing is in it any more; where {@code maxWaitNs} is given, when nothing has come back for so long.
     */
    record Iterate(int loop, long maxWaitNs) implements Task {
        @Override
        public String word() {
            return "iterate";
        }
    }

    /** What comes here goes back to where loop number {@code loop} begins. */
    record Back(int loop) implements Task {
        @Override
        public String word() {
            return "back";
        }
    }

    /** A running aggregate per key: one result per record. {@code byArrival} ignores event time. */
    record Roll<K, T, R>(Keys<K, T> keys, Aggregate<T, R> aggregate, boolean byArrival) implements Task {
        @Override
        public String word() {
            return "roll";
        }

        @Override
        public Keys<K, T> keyed() {
            return keys;
        }
    }

    /** A running value per key; without {@code initial}, a key's first record is its first value. */
    record Fold<K, T, A>(Keys<K, T> keys, @Nullable A initial, FoldFunction<T, A> function, AddressCodec<A> codec)
            implements Task {
        @Override
        public String word() {
            return "fold";
        }

        @Override
        public Keys<K, T> keyed() {
            return keys;
        }
    }

    /** Aggregates per key over windows of event time. */
    record Window<K, T, R, O>(
            Keys<K, T> keys,
            WindowBounds<? super T> bounds,
            Telling<T> telling,
            Aggregate<T, R> aggregate,
            WindowShape<K, R, O> shape)
            implements Task {
        @Override
        public String word() {
            return "window";
        }

        @Override
        public String detail() {
            return bounds.text() + telling.text();
        }

        @Override
        public Keys<K, T> keyed() {
            return keys;
        }
    }

    /** What {@code step} makes of all records of each window of event time. */
    record KeptWindow<K, T, O>(
            Keys<K, T> keys,
            WindowBounds<? super T> bounds,
            Telling<T> telling,
            WindowStep<K, T, O> step,
            AddressCodec<T> codec)
            implements Task {
        @Override
        public String word() {
            return "window";
        }

        @Override
        public String detail() {
            return bounds.text() + telling.text();
        }

        @Override
        public Keys<K, T> keyed() {
            return keys;
        }
    }

    /**
     * What {@code step} makes of windows over policies per key: {@code kept} says what they keep, {@code told} when they are
     * told; one of them may be empty. {@code codec} is asked where records have to be kept.
     */
    record PolicyWindow<K, T, O>(
            Keys<K, T> keys,
            List<EvictionPolicy<? super T>> kept,
            List<TriggerPolicy<? super T>> told,
            WindowStep<K, T, O> step,
            Supplier<AddressCodec<T>> codec)
            implements Task {
        @Override
        public String word() {
            return "window";
        }

        @Override
        public String detail() {
            return (named("window", kept) + named("every", told)).strip();
        }

        private static String named(final String word, final List<?> policies) {
            final StringJoiner names = new StringJoiner(", ", " " + word + "(", ")").setEmptyValue("");
            for (final Object policy : policies) {
                names.add(
                        policy.getClass().isHidden()
                                ? "lambda"
                                : policy.getClass().getSimpleName());
            }
            return names.toString();
        }

        @Override
        public Keys<K, T> keyed() {
            return keys;
        }
    }

    /** An operator of the user's; {@code operators} makes one per parallel instance. */
    record Custom<I, O>(Supplier<? extends Operator<I, O>> operators) implements Task {
        @Override
        public String word() {
            return "operator";
        }
    }

    /** Records leave the pipeline, through a sink of which at least so much is {@code demanded}. */
    record Write<T>(Sink<? super T> sink, Guarantee demanded) implements Task {
        @Override
        public String word() {
            return "sink";
        }
    }

    /**
     * How a task is keyed.
     *
     * @param selector    takes the key out of a record
     * @param type        class of the keys
     * @param codec       binary form of a key
     * @param parallelism over how many instances the keys are spread
     */
    record Keys<K, T>(KeySelector<T, K> selector, Class<K> type, AddressCodec<K> codec, int parallelism) {}

    /** How this task is keyed, or null when it is not. */
    default @Nullable Keys<?, ?> keyed() {
        return null;
    }
}
