// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.codec.AddressCodec;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.Task;
import io.ringbus.plan.WindowBounds;
import io.ringbus.state.LocatedState;
import org.jspecify.annotations.Nullable;

/** Before which operators records are set aside, so that memory is read for many of them at once. */
final class LookAhead {
    /** Planned keys from which on it pays: it costs 3 ns a record of 1 k keys, nothing of 100 k, and saves 30 of 1 M. */
    static final int KEYS_MIN = 1 << 17;

    /** Longer records would crowd the first-level cache. */
    private static final int RECORD_BYTES_MAX = 256;

    private LookAhead() {}

    /**
     * The codec by which records are kept, or null where none are: where few keys are planned or keys are objects, where
     * something is told with a record, and where a record would come back as another one.
     */
    static @Nullable AddressCodec<?> codec(final Config stage, final Plan plan, final PlanNode node) {
        if (!(node.task() instanceof Task.Window<?, ?, ?, ?> window)
                || !(window.bounds() instanceof WindowBounds.Aligned)
                || window.telling().isEarly()
                || !LocatedState.readsAhead(window.keys().type())
                || stage.get(Settings.STATE_KEYS) < KEYS_MIN) {
            return null;
        }
        final AddressCodec<?> codec = plan.node(node.inputs().get(0)).output().codecIfAny();
        return codec != null && codec.isExact() && codec.maxLength() <= RECORD_BYTES_MAX ? codec : null;
    }
}
