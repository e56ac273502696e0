// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.KeySelector;
import io.ringbus.windows.aggregate.Aggregate;
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
     * Makes the contents of windows that are told as an aggregate. {@code codec} is asked only where records have to be kept:
     * where they leave one by one.
     */
    public <R, O> WindowContents<K, T, O> aggregated(
            final Supplier<? extends AddressCodec<T>> codec,
            final Aggregate<T, R> aggregate,
            final WindowShape<K, R, O> shape) {
        return rule.keeping() == Keeping.UNTIL_EVICTED
                ? SlidingContents.of(buffer(codec.get(), aggregate.accumulatorBytes()), aggregate, shape)
                : TotalContents.of(aggregate, shape);
    }

    /** Makes the contents of windows whose records are all handed to {@code body}. */
    public <O> WindowContents<K, T, O> kept(final AddressCodec<T> codec, final WindowBody<K, T, O> body) {
        return new RecordContents<>(buffer(codec, 0), body);
    }

    private RecordBuffer<T> buffer(final AddressCodec<T> codec, final int extraBytes) {
        return RecordBuffer.of(name, codec, extraBytes, recordsMax);
    }
}
