// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.journal.JournalCut;
import io.ringbus.barriers.journal.JournalException;
import io.ringbus.barriers.journal.JournalInlet;
import io.ringbus.barriers.journal.JournalSettings;
import io.ringbus.barriers.journal.JournalWriter;
import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Source;
import io.ringbus.codec.AddressCodec;
import io.ringbus.config.Durability;
import io.ringbus.environment.Clock;
import io.ringbus.environment.Environment;
import io.ringbus.ring.Gate;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.SharedIngress;
import io.ringbus.stage.Doorbell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the journal of one ingress, and polls the source that feeds it if there is one.
 *
 * <p><b>Threading.</b> A thread of its own, which alone touches the files and ends with {@link #close()}; without
 * {@link #start} the caller opens it and takes its steps, as a simulation does.
 */
public final class JournalThread implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(JournalThread.class.getName());
    private static final long SLEEP_NS_MAX = 1_000_000;
    private static final int SPINS = 100;

    private final String name;
    private final Clock clock;
    private final Doorbell doorbell = new Doorbell();
    private final Gate gate;
    private final JournalWriter writer;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable JournalFeeder<?> feeder;
    private long sleepNsMax = SLEEP_NS_MAX;
    private volatile boolean closing;
    private volatile boolean threaded;
    private volatile @Nullable Throwable refused;

    /** {@code isFed}: by a source on this thread, which therefore never waits for the disk as a publisher would. */
    public JournalThread(
            final String name,
            final Path folder,
            final AddressCodec<?> codec,
            final JournalSettings settings,
            final boolean isFed,
            final Environment environment) {
        this.name = name;
        this.clock = environment.clock();
        this.gate = new Gate(settings.durability() == Durability.SYNC && !isFed, doorbell, this::help);
        this.writer = new JournalWriter(environment.storage(), folder, codec, settings, gate, clock);
    }

    /** Name of the ingress. */
    public String name() {
        return name;
    }

    /** To be put between the ingress and its stage. */
    public Gate gate() {
        return gate;
    }

    /** The journal itself. */
    public JournalWriter writer() {
        return writer;
    }

    /** What the stage reads. */
    public <T> JournalInlet<T> inlet(final SharedIngress<T> ingress, final AddressCodec<T> codec) {
        return new JournalInlet<>(name, writer, new Inlet(ingress.ring()), codec);
    }

    /** Lets a source feed the ingress, polled at least this often. */
    public <T> void feed(
            final Source<T> source, final SharedIngress<T> ingress, final ErrorRule errors, final long pollNsMax) {
        feeder = new JournalFeeder<>(source, ingress, errors, () -> {
            if (writer.doWork() == 0) {
                LockSupport.parkNanos(pollNsMax);
            }
        });
        sleepNsMax = pollNsMax;
    }

    private void help() {
        if (!threaded) {
            doWork();
        }
    }

    /** Opens the journal on the calling thread. */
    public void open() throws IOException {
        writer.open();
        if (writer.cut().isPresent()) {
            final JournalCut cut = writer.cut().get();
            LOGGER.log(
                    Level.WARNING,
                    "journal of ingress ''{0}'': a crash has torn {1} bytes of {2} at offset={3}: cut off, it goes on"
                            + " behind record {4}",
                    name,
                    Long.toString(cut.bytes()),
                    cut.file(),
                    Long.toString(cut.offset()),
                    Long.toString(cut.lastSequence()));
        }
    }

    /** Takes the next step on the calling thread; answers how much was done. */
    public int doWork() {
        int work = 0;
        final JournalFeeder<?> source = feeder;
        if (source != null && gate.failure() == null) {
            try {
                if (gate.isClosed()) {
                    source.end();
                } else {
                    work += source.poll();
                }
            } catch (final Exception failed) {
                writer.doWork(); // what came before is kept
                gate.fail(failed instanceof IOException broken ? broken : new IOException(failed));
            }
        }
        return work + writer.doWork();
    }

    /** Opens the journal and takes the steps on a thread of its own. Returns when the journal is open. */
    public void start(final Environment environment) {
        threaded = true;
        final Thread thread = environment.threads().newThread(this::run);
        thread.setName("ringbus-journal-" + name);
        thread.start();
        try {
            opened.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("journal of ingress '" + name + "': interrupted while it was opened");
        }
        final Throwable why = refused;
        if (why instanceof IOException failed) {
            throw new UncheckedIOException("ingress '" + name + "': " + failed.getMessage(), failed);
        }
        if (why != null) {
            throw new IllegalStateException("journal of ingress '" + name + "': " + why, why);
        }
    }

    private void run() {
        try {
            open();
            opened.countDown();
            while (!closing) {
                idle(doWork());
            }
        } catch (final IOException | RuntimeException | Error failed) {
            refused = failed;
            gate.fail(new JournalException("journal of ingress '" + name + "': " + failed.getMessage(), failed));
        } finally {
            closeQuietly();
            opened.countDown();
            closed.countDown();
        }
    }

    private void idle(final int work) {
        if (work > 0) {
            return;
        }
        for (int spin = 0; spin < SPINS; spin++) {
            Thread.onSpinWait();
        }
        doorbell.lieDown();
        if (doWork() == 0 && !closing) {
            final long dueNs = writer.dueNs();
            final long untilDueNs = dueNs == Long.MAX_VALUE ? Long.MAX_VALUE : dueNs - clock.nanoTime();
            doorbell.sleep(Math.max(1, Math.min(untilDueNs, sleepNsMax)));
        }
        doorbell.getUp();
    }

    private void closeQuietly() {
        try {
            if (feeder != null) {
                feeder.end();
            }
        } catch (final Exception failed) {
            LOGGER.log(Level.WARNING, "source of ingress '" + name + "': closing failed", failed);
        }
        try {
            writer.close();
        } catch (final IOException | RuntimeException failed) {
            LOGGER.log(Level.WARNING, "journal of ingress '" + name + "': closing failed", failed);
        }
    }

    /** Writes and forces what was accepted, and gives the folder back. */
    @Override
    public void close() {
        closing = true;
        doorbell.run();
        if (!threaded) {
            closeQuietly();
            return;
        }
        try {
            closed.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
