// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records and lambdas cost no allocation once the compiler has seen the chain. */
class AllocationTest {
    private static void run(final String chain) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--add-")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AllocationProbe.class.getName(), chain));
        final Process child =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
    }

    @Test
    void aFusedChainAllocatesNothing() throws IOException, InterruptedException {
        run("fused");
    }

    @Test
    void aFusedChainWithEventTimeAllocatesNothing() throws IOException, InterruptedException {
        run("timed");
    }

    @Test
    void aRingBetweenTwoStagesAllocatesNothing() throws IOException, InterruptedException {
        run("ring");
    }
}
