// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.testing.ChildJvm;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Records and lambdas cost no allocation once the compiler has seen the chain. */
class AllocationTest {
    @Test
    void aFusedChainAllocatesNothing() throws IOException, InterruptedException {
        ChildJvm.run(AllocationProbe.class, "fused");
    }

    @Test
    void aFusedChainWithEventTimeAllocatesNothing() throws IOException, InterruptedException {
        ChildJvm.run(AllocationProbe.class, "timed");
    }

    @Test
    void aRingBetweenTwoStagesAllocatesNothing() throws IOException, InterruptedException {
        ChildJvm.run(AllocationProbe.class, "ring");
    }
}
