// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.chain.Discard;
import io.ringbus.chain.Source;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Durability;
import io.ringbus.environment.Storage;
import io.ringbus.ring.Gate;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.SharedIngress;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.SimulatedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A journaled ingress and its stage's end, driven on one thread: whoever waits takes the journal's steps. */
final class JournalRig implements AutoCloseable {
    static final Path FOLDER = Path.of("/journal");
    static final int PAYLOAD_BYTES_MAX = 150;
    static final AddressCodec<String> CODEC = Codecs.string(PAYLOAD_BYTES_MAX);

    private static final RingSpec SPEC = new RingSpec(32, 64, PAYLOAD_BYTES_MAX, 64);

    final JournalWriter journal;
    final SharedIngress<String> ingress;
    final JournalInlet<String> inlet;
    final RecordingOutput<String> output = new RecordingOutput<>();
    private static final Discard<String> NOTHING = new Discard<>();
    private final SimulatedClock clock;
    private boolean drains = true;

    JournalRig(final Storage storage, final JournalSettings settings, final SimulatedClock clock) {
        this(storage, FOLDER, settings, clock, true);
    }

    /** {@code helping}: whether who waits takes the journal's steps. */
    JournalRig(
            final Storage storage,
            final Path folder,
            final JournalSettings settings,
            final SimulatedClock clock,
            final boolean helping) {
        this.clock = clock;
        final AtomicReference<JournalWriter> step =
                new AtomicReference<>(); // not the rig, which holds the thread's claims
        final Gate gate = new Gate(settings.durability() == Durability.SYNC, () -> {}, () -> {
            if (helping) {
                step.get().doWork();
            }
        });
        journal = new JournalWriter(storage, folder, CODEC, settings, gate, clock);
        step.set(journal);
        ingress = new SharedIngress<>("in", SPEC, CODEC, 1_000_000, clock, null, this::makeRoom, gate);
        inlet = new JournalInlet<>("in", journal, new Inlet(ingress.ring()), CODEC);
    }

    private void makeRoom() {
        clock.advance(1_000);
        if (drains) {
            poll();
        }
    }

    /** A stage that stands still. */
    void stopDraining() {
        drains = false;
    }

    void open() throws IOException {
        journal.open();
    }

    /** The stage reads what it can. */
    List<Emitted<String>> poll() {
        try {
            while (inlet.poll(output) == Source.Poll.EMITTED) {
                // on
            }
        } catch (final IOException failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
        return output.emitted();
    }

    /** The stage reads what it can, and forgets it. */
    void pass() {
        try {
            while (inlet.poll(NOTHING) == Source.Poll.EMITTED) {
                // on
            }
        } catch (final IOException failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    /** Goes on from what another rig's inlet saved. */
    void restore(final StateWriter saved) {
        inlet.restore(new StateReader("test", saved.address(), saved.length()));
    }

    @Override
    public void close() throws IOException {
        try {
            inlet.close();
            journal.close();
        } finally {
            ingress.ring().close();
        }
    }
}
