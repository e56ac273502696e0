// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls a feed's loop in such a way that the compiler does not inline it into the stage.
 *
 * <p>A feed's loop must be the root of its own compilation: inlined into the stage, and that into the runner, the chain
 * begins six levels down and is cut off at the fifteenth, and which of the two happens is chance. A method handle that is no
 * constant is a boundary. It costs a few nanoseconds a batch.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class FeedTurn implements Feed {
    private final Feed feed;
    private MethodHandle run; // not final on purpose

    FeedTurn(final Feed feed) {
        this.feed = feed;
        try {
            this.run = MethodHandles.lookup()
                    .findVirtual(Feed.class, "run", MethodType.methodType(int.class, int.class))
                    .bindTo(feed);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @Override
    public int run(final int recordsMax) {
        if (feed.heldFor() != 0) {
            return 0; // asked here, since a branch that is first taken at a barrier costs the loop its compiled code
        }
        try {
            return (int) run.invokeExact(recordsMax);
        } catch (final RuntimeException | Error failure) {
            throw failure;
        } catch (final Throwable undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    @Override
    public int mark() {
        return feed.mark();
    }

    @Override
    public void open() throws Exception {
        feed.open();
    }

    @Override
    public long watermarkNs() {
        return feed.watermarkNs();
    }

    @Override
    public long dueNs() {
        return feed.dueNs();
    }

    @Override
    public boolean isEnded() {
        return feed.isEnded();
    }

    @Override
    public void stop() {
        feed.stop();
    }

    @Override
    public void rest() {
        feed.rest();
    }

    @Override
    public boolean isComingToRest() {
        return feed.isComingToRest();
    }

    @Override
    public String position() {
        return feed.position();
    }

    @Override
    public void close() throws Exception {
        feed.close();
    }

    @Override
    public boolean startsBarriers() {
        return feed.startsBarriers();
    }

    @Override
    public long heldFor() {
        return feed.heldFor();
    }

    @Override
    public void hold(final long checkpointId) {
        feed.hold(checkpointId);
    }

    @Override
    public void release() {
        feed.release();
    }

    @Override
    public long probe() {
        return feed.probe();
    }
}
