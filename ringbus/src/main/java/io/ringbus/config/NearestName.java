// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.util.Collection;
import java.util.Optional;

/**
 * Finds the name that somebody meant to write.
 *
 * <p><b>Source.</b> Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
 */
final class NearestName {
    private NearestName() {}

    /** The known name with the fewest slips, the first of several, if these are at most a third of the letters. */
    static Optional<String> of(final String wrong, final Collection<String> known) {
        int fewest = Math.max(1, wrong.length() / 3) + 1;
        Optional<String> nearest = Optional.empty();
        for (final String name : known) {
            final int slips = slips(wrong, name);
            if (slips < fewest) {
                fewest = slips;
                nearest = Optional.of(name);
            }
        }
        return nearest;
    }

    static int slips(final String left, final String right) {
        final int[][] slips = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : step(slips, left, right, i, j);
            }
        }
        return slips[left.length()][right.length()];
    }

    private static int step(final int[][] slips, final String left, final String right, final int i, final int j) {
        final int changed = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(slips[i - 1][j - 1] + changed, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
        final boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        if (swapped) {
            best = Math.min(best, slips[i - 2][j - 2] + 1);
        }
        return best;
    }
}
