// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.keys;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import java.util.List;

/**
 * P11.
 *
 * <p><b>Question.</b> How much more does an event cost when there are more keys?
 * <p><b>Load.</b> {@link KeyJob}: 1 k to 10 M keys, each event of another one, windows that every key is told in.
 * Where more keys come than are planned for when nothing is set, both sides know how many.
 * <p><b>Baseline.</b> {@link KeyedTable}: a loop and a hash table by hand, with as many keys. Its cost grows, too.
 * <p><b>Would be refuted by.</b> A ratio at 10 M keys under the ratio at 1 k divided by 1.3: cost would grow faster than by
 * hand. The report has the ratios; the growth is one divided by the other.
 */
public final class KeyGrowth {
    private KeyGrowth() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Duel few = duel("1 k", 1_000);
        return new Benchmark(
                "p11",
                "windows of 1 k to 10 M keys against a hash table by hand",
                List.of(few, duel("100 k", 100_000), duel("1 M", 1_000_000), duel("10 M", 10_000_000), few.control()));
    }

    private static Duel duel(final String name, final int keys) {
        return new Duel(
                name + " keys, pipeline / by hand",
                entrant("pipeline, " + name, KeyedPipeline.class, keys),
                entrant("by hand, " + name, KeyedTable.class, keys),
                0);
    }

    private static Entrant entrant(final String name, final Class<? extends Contender> contender, final int keys) {
        final int planned = Math.max(keys, Config.defaults().get(Settings.STATE_KEYS));
        return new Entrant(
                name,
                contender,
                "-Dringbus.state.backend=slab",
                "-Dringbus.state.keys=" + planned,
                "-D" + KeyJob.KEYS + "=" + keys,
                "-Xmx3g");
    }
}
