// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

/** How often a pipeline was killed, and of that, while it recovered and while its sink committed. */
record KilledRuns(int kills, int recovering, int committing) {
    KilledRuns plus(final KilledRuns others) {
        return new KilledRuns(kills + others.kills, recovering + others.recovering, committing + others.committing);
    }

    /** One kill, of a child that said {@code said} until then; it had something to recover if {@code again}. */
    static KilledRuns of(final String said, final boolean again) {
        final boolean running = said.contains(KilledPipeline.RUNNING);
        final boolean recovering = again && !running && said.contains(KilledPipeline.STARTING);
        final boolean committing =
                said.lastIndexOf(KilledPipeline.COMMITTING) > said.lastIndexOf(KilledPipeline.COMMITTED);
        return new KilledRuns(1, recovering ? 1 : 0, committing ? 1 : 0);
    }
}
