// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Flow;
import io.ringbus.chain.Output;
import io.ringbus.function.KeySelector;

/**
 * Spreads records over parallel instances by key; marks go to all of them. A template.
 *
 * <p>Up to four outputs stand in fields of their own, constants to the compiler, so that records need not be materialised to
 * be routed.
 */
public final class PartitionOutput<K, T> implements Output<T> {
    private static final int IN_FIELDS = 4;

    private final KeySelector<T, K> key;
    private final KeyHash<K> hash;
    private final Output<T>[] outputs;
    private final int parallelism;
    private final ErrorRule errors;
    private final Flow flow;
    private final Output<T> output0;
    private final Output<T> output1;
    private final Output<T> output2;
    private final Output<T> output3;

    /** {@code errors} is the rule for records whose key cannot be told. */
    public PartitionOutput(
            final KeySelector<T, K> key,
            final KeyHash<K> hash,
            final Output<T>[] outputs,
            final ErrorRule errors,
            final Flow flow) {
        this.key = key;
        this.hash = hash;
        this.outputs = outputs;
        this.parallelism = outputs.length;
        this.errors = errors;
        this.flow = flow;
        this.output0 = outputs[0];
        this.output1 = outputs[Math.min(1, outputs.length - 1)];
        this.output2 = outputs[Math.min(2, outputs.length - 1)];
        this.output3 = outputs[Math.min(IN_FIELDS - 1, outputs.length - 1)];
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        final int instance;
        try {
            instance = KeyGroups.instanceOf(hash.of(key.keyOf(record)), parallelism);
        } catch (final Throwable cause) {
            errors.giveUp(errors.wantsRecord() ? record : null, timestampNs, cause, flow);
            return;
        }
        switch (instance) {
            case 0 -> output0.emit(record, timestampNs);
            case 1 -> output1.emit(record, timestampNs);
            case 2 -> output2.emit(record, timestampNs);
            case IN_FIELDS - 1 -> output3.emit(record, timestampNs);
            default -> further(instance, record, timestampNs);
        }
    }

    private void further(final int instance, final T record, final long timestampNs) {
        if (parallelism > IN_FIELDS) { // never reached otherwise, and then the record does not escape into the array
            outputs[instance].emit(record, timestampNs);
        }
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        for (final Output<T> output : outputs) {
            output.emitWatermark(watermarkNs);
        }
    }

    @Override
    public void emitIdle() {
        for (final Output<T> output : outputs) {
            output.emitIdle();
        }
    }

    @Override
    public void emitActive() {
        for (final Output<T> output : outputs) {
            output.emitActive();
        }
    }

    @Override
    public void emitEnd() {
        for (final Output<T> output : outputs) {
            output.emitEnd();
        }
    }

    @Override
    public boolean isFull() {
        return output0.isFull();
    }
}
