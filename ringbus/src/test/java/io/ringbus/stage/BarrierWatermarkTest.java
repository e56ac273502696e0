// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Frontier;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Rules;
import io.ringbus.chain.Source;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.ring.Ring;
import io.ringbus.ring.Tick;
import io.ringbus.ring.TickCodec;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A promise that nobody waits for travels in the slots of a ring; a snapshot has to have it all the same. */
class BarrierWatermarkTest {
    private static final long PROMISED_NS = -50;

    /** Promises a time, says one tick that keeps the promise, and then nothing. */
    private static final class Promising implements Source<Tick> {
        private boolean said;

        @Override
        public Poll poll(final Output<Tick> output) {
            if (said) {
                return Poll.NOTHING_YET;
            }
            said = true;
            output.emitWatermark(PROMISED_NS);
            output.emit(new Tick(1, 1), PROMISED_NS + 1);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "-";
        }
    }

    /** Waits for no watermark, and saves the last one that it was told of. */
    private static final class Patient implements Operator<Tick, Tick> {
        private final List<Long> saved = new ArrayList<>();
        private long watermarkNs = Long.MIN_VALUE;

        @Override
        public void process(final Tick tick, final long timestampNs, final Output<Tick> output) {
            assertEquals(Long.MIN_VALUE, watermarkNs, "told of what it does not wait for");
        }

        @Override
        public boolean onWatermark(final long toNs, final Output<Tick> output) {
            watermarkNs = toNs;
            return true;
        }

        @Override
        public long watermarkDueNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void save(final StateWriter out) {
            saved.add(watermarkNs);
        }
    }

    @Test
    void isToldToTheChainBeforeItsStateIsSaved() {
        final Patient patient = new Patient();
        final Environment environment = new Environment(new SimulatedClock(0), FaultPoint.NONE, Thread::new);
        final Topology topology = Line.INLINE.topology(environment);
        final StageBuilder in = topology.stage("in", 32);
        final StageBuilder out = topology.stage("out", 32);
        final Ring ring = topology.ring("ring", Line.SPEC, out);
        final Output<Tick> sink = out.chain().sink((tick, timestampNs) -> {}, Rules.fail("sink"));
        out.inlet(ring, new TickCodec(), out.chain().operator(patient, Rules.fail("operator"), sink));
        in.source(
                new Promising(),
                in.outlet(ring, new TickCodec(), Line.INLINE.policy()),
                Rules.fail("source"),
                0,
                new Frontier());
        topology.barriers(new BarrierListener() {
            @Override
            public void chunk(final String stage, final long checkpointId, final StateWriter chunk) {
                chunk.close();
            }

            @Override
            public void saved(final String stage, final long checkpointId, final StateWriter state) {
                state.close();
            }

            @Override
            public void ended(final String stage, final StateWriter state) {
                state.close();
            }
        });
        final List<Stage> stages = topology.build();
        turns(stages);
        assertEquals(List.of(), patient.saved);
        stages.forEach(stage -> stage.request(1));
        turns(stages);
        assertEquals(List.of(PROMISED_NS), patient.saved);
        stages.forEach(Stage::close);
        topology.discard();
    }

    private static void turns(final List<Stage> stages) {
        for (int turn = 0; turn < 10; turn++) {
            stages.forEach(Stage::doWork);
        }
    }
}
