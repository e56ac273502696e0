// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void oneSlipOfEachSortCountsOne() {
        assertEquals(0, NearestName.slips("ring", "ring"));
        assertEquals(1, NearestName.slips("rnig", "ring"));
        assertEquals(1, NearestName.slips("rin", "ring"));
        assertEquals(1, NearestName.slips("rings", "ring"));
        assertEquals(1, NearestName.slips("rong", "ring"));
    }

    @Test
    void slipsAreThoseOfTheRecursiveDefinition() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            final String left = word(random);
            final String right = word(random);
            assertEquals(
                    naiveSlips(left, right),
                    NearestName.slips(left, right),
                    () -> "seed=" + seed + " left=" + left + " right=" + right);
        }
    }

    @Test
    void ofSeveralTheFirstNearestIsTaken() {
        assertEquals(Optional.of("abcx"), NearestName.of("abcd", List.of("zzzz", "abcx", "abcy")));
    }

    @Test
    void aNameFarFromAllHasNoNearest() {
        assertEquals(Optional.empty(), NearestName.of("abc", List.of("xyz", "abcdef")));
        assertEquals(Optional.empty(), NearestName.of("abc", List.of()));
    }

    private static String word(final Random random) {
        final StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    private static int naiveSlips(final String left, final String right) {
        final int i = left.length();
        final int j = right.length();
        if (i == 0 || j == 0) {
            return i + j;
        }
        final String shortLeft = left.substring(0, i - 1);
        final String shortRight = right.substring(0, j - 1);
        final int changed = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(
                naiveSlips(shortLeft, shortRight) + changed,
                1 + Math.min(naiveSlips(shortLeft, right), naiveSlips(left, shortRight)));
        if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1)) {
            best = Math.min(best, 1 + naiveSlips(left.substring(0, i - 2), right.substring(0, j - 2)));
        }
        return best;
    }
}
