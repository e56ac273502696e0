// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.ring.Tick;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.SimulatedClock;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final RecordingOutput<Tick> output = new RecordingOutput<>();
    private final Silence before = new Silence(output, new SimulatedClock(0), 0);
    private final Silence after = new Silence(output, new SimulatedClock(0), 0);

    private void restart() {
        try (StateWriter saved = new StateWriter()) {
            before.save(saved);
            after.restore(new StateReader("silence", saved.address(), saved.length()));
        }
    }

    @Test
    void whatWasSaidToBeIdleIsSaidToBeActiveAfterARestart() {
        before.declare();
        restart();
        after.declare();
        assertEquals(1, output.idles(), "said again");
        after.broken();
        assertEquals(1, output.actives());
    }

    @Test
    void whatWasActiveStaysSo() {
        restart();
        after.broken();
        assertEquals(0, output.idles() + output.actives());
    }
}
