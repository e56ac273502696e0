// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** What one value of a setting holds for, and so what its {@code @name} overrides name. */
public enum Scope {
    /** The pipeline as a whole; takes no override. */
    PIPELINE,

    /** A stage: {@code ringbus.stage.drain.limit@pricing}. */
    STAGE,

    /** A ring: {@code ringbus.ring.slots@quotes}. */
    RING;

    /** The word for one of them in messages and tables. */
    String noun() {
        return switch (this) {
            case PIPELINE -> "pipeline";
            case STAGE -> "stage";
            case RING -> "ring";
        };
    }
}
