// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.SimulatedClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatLinkTest {
    private static final long BOUND_NS = 100;

    private final RecordingOutput<String> output = new RecordingOutput<>();

    private ChainBuilder at(final SimulatedClock clock) {
        final ChainBuilder chain = new ChainBuilder(new Specialiser(false), new Flow());
        chain.heartbeat(clock, BOUND_NS, 10, output);
        return chain;
    }

    @Test
    void aPromiseHoldsAfterARestartUnderAClockThatWasSetBack() throws Exception {
        final ChainBuilder before = at(new SimulatedClock(1_000));
        before.links().get(0).onTimer(1_000);
        assertEquals(List.of(1_000 - BOUND_NS), output.watermarks());
        final SimulatedClock clock = new SimulatedClock(500);
        final ChainBuilder after = at(clock);
        try (StateWriter saved = new StateWriter()) {
            before.states().get("heartbeat").save(saved);
            after.states().get("heartbeat").restore(new StateReader("stage", saved.address(), saved.length()));
        }
        after.links().get(0).onTimer(500);
        assertEquals(1, output.watermarks().size(), "taken back: " + output.watermarks());
        clock.advance(501);
        after.links().get(0).onTimer(1_001);
        assertEquals(List.of(1_000 - BOUND_NS, 1_001 - BOUND_NS), output.watermarks());
    }
}
