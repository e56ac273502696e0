// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import java.util.function.Consumer;

/**
 * Hands each record to a function that does not care for its timestamp. One that does is a {@link Sink} as it is.
 *
 * <p><b>Threading.</b> The function is called on the stage thread; the record is valid during the call if its codec
 * returns flyweights.
 *
 * @param callback takes each record
 */
public record CallbackSink<T>(Consumer<? super T> callback) implements Sink<T> {
    @Override
    public void accept(final T record, final long timestampNs) {
        callback.accept(record);
    }
}
