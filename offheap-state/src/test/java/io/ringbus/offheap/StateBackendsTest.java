// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.state.StateBackend;
import io.ringbus.state.StateBackends;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateBackendsTest {
    @Test
    void bothBackendsAreFoundByTheirNames() {
        try (StateBackend slab = StateBackends.named("slab", Optional.empty());
                StateBackend chronicle = StateBackends.named("chronicle", Optional.empty())) {
            assertInstanceOf(SlabStateBackend.class, slab);
            assertInstanceOf(ChronicleStateBackend.class, chronicle);
            assertEquals("slab", slab.name());
            assertEquals("chronicle", chronicle.name());
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThereAre() {
        final String message = assertThrows(
                        IllegalStateException.class, () -> StateBackends.named("rocks", Optional.empty()))
                .getMessage();
        assertEquals(
                "ringbus.state.backend=rocks is not among the backends on the class path (chronicle, slab):"
                        + " name one of these, or add the artifact that provides it",
                message);
    }
}
