// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.chain.ErrorRule;
import io.ringbus.chain.Flow;
import io.ringbus.chain.OperatorFailure;
import io.ringbus.chain.RecordsOnly;
import io.ringbus.chain.Source;
import io.ringbus.ring.SharedIngress;
import io.ringbus.slot.SlotLayout;
import java.io.IOException;

/**
 * Polls a source that cannot be read again into the ingress of its journal. What the source says of time is not passed on:
 * event time is read behind the journal, as for every ingress.
 *
 * <p><b>Threading.</b> The journal's thread.
 */
final class JournalFeeder<T> implements RecordsOnly<T> {
    private static final int POLLS_MAX = 256;

    private final Source<T> source;
    private final SharedIngress<T> ingress;
    private final ErrorRule errors;
    private final Runnable makeRoom;
    private final Flow flow = new Flow();
    private boolean opened;
    private boolean ended;

    /** {@code makeRoom} is run while the ring is full. */
    JournalFeeder(
            final Source<T> source, final SharedIngress<T> ingress, final ErrorRule errors, final Runnable makeRoom) {
        this.source = source;
        this.ingress = ingress;
        this.errors = errors;
        this.makeRoom = makeRoom;
    }

    /** Polls as long as there is something and half the ring is free; answers how many items came. */
    int poll() throws IOException {
        int polled = 0;
        try {
            if (!opened && !ended) {
                opened = true;
                source.open();
            }
            while (!ended
                    && polled < POLLS_MAX
                    && 2 * ingress.ring().occupancy() < ingress.ring().slots()) {
                final Source.Poll poll = pollOnce();
                if (poll == Source.Poll.EXHAUSTED) {
                    end();
                } else if (poll != Source.Poll.EMITTED) {
                    break;
                } else {
                    polled++;
                }
            }
        } catch (final IOException failed) {
            throw failed;
        } catch (final OperatorFailure failed) {
            throw new IOException(
                    "source '" + errors.operator() + "', " + source.position() + ": " + failed.thrown(), failed);
        } catch (final Exception failed) {
            throw new IOException("source '" + errors.operator() + "': " + failed, failed);
        }
        return polled;
    }

    private Source.Poll pollOnce() throws IOException {
        try {
            return source.poll(this);
        } catch (final IOException broken) {
            throw broken;
        } catch (final Exception bad) {
            errors.giveUp(null, SlotLayout.NO_TIME, bad, flow);
            return Source.Poll.EMITTED;
        }
    }

    /** The source ends here; the ingress too. */
    void end() throws Exception {
        if (!ended) {
            ended = true;
            ingress.close();
            if (opened) {
                source.close();
            }
        }
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        while (!ingress.tryPublish(record, timestampNs)) {
            makeRoom.run();
        }
    }
}
