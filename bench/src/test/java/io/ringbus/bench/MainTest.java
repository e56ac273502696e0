// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.AfterPollution;
import io.ringbus.bench.pipeline.ByHand;
import io.ringbus.bench.pipeline.Fused;
import org.junit.jupiter.api.Test;

final class MainTest {
    @Test
    void smokeHasALineOfItsOwnInTheHelp() {
        final String help = Main.commandLine().getUsageMessage();
        assertTrue(help.lines().anyMatch(line -> line.matches(" *smoke\\b.*")), help);
    }

    @Test
    void contendersOfOneJobAgree() throws Exception {
        final long expected = checksum(new ByHand());
        assertEquals(expected, checksum(new Fused()));
        assertEquals(expected, checksum(new AfterPollution()));
    }

    private static long checksum(final Contender contender) throws Exception {
        try (contender) {
            contender.round();
            return contender.round();
        }
    }
}
