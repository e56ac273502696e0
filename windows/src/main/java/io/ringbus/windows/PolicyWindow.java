// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.KeySelector;
import io.ringbus.windows.policy.WindowRule;
import io.ringbus.windows.policy.WindowRule.Keeping;
import java.util.function.Supplier;

/**
 * What a {@link PolicyWindowOperator} is to do.
 *
 * @param name       of the stage or stream, for error messages
 * @param key        takes the key out of a record
 * @param rule       when the window is told and what it keeps
 * @param recordsMax bound on the records that are kept of a key: {@code ringbus.window.records.max}
 * @param portion    keys visited per turn at the end of input: {@code ringbus.window.portion}
 * @param retried    whether a record is given to the operator again when telling a window throws; if not, the window is given
 *                   up with the record
 */
public record PolicyWindow<K, T>(
        String name, KeySelector<T, K> key, WindowRule<T> rule, int recordsMax, int portion, boolean retried) {
    public PolicyWindow {
        if (recordsMax < 1) {
            throw new IllegalArgumentException(
                    "window '" + name + "': ringbus.window.records.max=" + recordsMax + " < 1");
        }
        if (portion < 1) {
            throw new IllegalArgumentException("window '" + name + "': ringbus.window.portion=" + portion + " < 1");
        }
    }

    /**
     * Makes what holds the records of a key until {@code step} is taken. {@code codec} is asked only where records have to be
     * kept: where they leave one by one, or where the step wants them all.
     */
    public <O> WindowContents<K, T, O> contents(
            final WindowStep<K, T, O> step, final Supplier<? extends AddressCodec<T>> codec) {
        final boolean leaveTogether = rule.keeping() != Keeping.UNTIL_EVICTED;
        if (step instanceof WindowStep.Total<K, T, ?, O> total) {
            return leaveTogether ? total(total) : sliding(total, codec.get());
        }
        if (leaveTogether && step instanceof WindowStep.Fold<K, T, O> fold) {
            return TotalContents.of(
                    new InOrder<>(fold.initial(), fold.function(), fold.codec()), WindowShape.<K, O>value());
        }
        return new RecordContents<>(buffer(codec.get(), 0), step.open());
    }

    private static <K, T, R, O> WindowContents<K, T, O> total(final WindowStep.Total<K, T, R, O> total) {
        return TotalContents.of(total.aggregate(), total.shape());
    }

    private <R, O> WindowContents<K, T, O> sliding(
            final WindowStep.Total<K, T, R, O> total, final AddressCodec<T> codec) {
        final RecordBuffer<T> buffer = buffer(codec, total.aggregate().accumulatorBytes());
        return SlidingContents.of(buffer, total.aggregate(), total.shape());
    }

    private RecordBuffer<T> buffer(final AddressCodec<T> codec, final int extraBytes) {
        return RecordBuffer.of(name, codec, rule.eviction().byArrival(), extraBytes, recordsMax);
    }
}
