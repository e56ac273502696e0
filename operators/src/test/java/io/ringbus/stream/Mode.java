// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.config.WaitMode;

/** The ways in which one and the same program can be run; its results do not depend on them. */
enum Mode {
    INLINE(Threads.inline(), true, "slab", WaitMode.PARK),
    INLINE_PLAIN(Threads.inline(), false, "slab", WaitMode.YIELD),
    SHARED(Threads.shared(2), true, "slab", WaitMode.BLOCK),
    PER_STAGE(Threads.perStage(), true, "slab", WaitMode.PARK),
    PER_STAGE_PLAIN(Threads.perStage(), false, "slab", WaitMode.BLOCK),
    CHRONICLE(Threads.shared(2), true, "chronicle", WaitMode.PARK);

    private final Threads threads;
    private final boolean specialise;
    private final String state;
    private final WaitMode idle;

    Mode(final Threads threads, final boolean specialise, final String state, final WaitMode idle) {
        this.threads = threads;
        this.specialise = specialise;
        this.state = state;
        this.idle = idle;
    }

    /** A pipeline with small rings, so that they fill. */
    Pipeline pipeline() {
        return Pipeline.create(Config.defaults()
                .with(Settings.THREADS, threads)
                .with(Settings.SPECIALISE, specialise)
                .with(Settings.STATE_BACKEND, state)
                .with(Settings.STATE_KEYS, 64)
                .with(Settings.IDLE, idle)
                .with(Settings.RING_SLOTS, 32));
    }
}
