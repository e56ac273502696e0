// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

/**
 * One way back to the head of a loop: takes what a recovery has to take up again first, logs what a checkpoint has to hold,
 * and is not held by barriers, which have been at the head before.
 *
 * <p><b>Threading.</b> Stage thread.
 */
final class BackFeed implements Feed {
    private final Feed feed;
    private final LoopLog<?> log;
    private final int way;

    BackFeed(final Feed feed, final LoopLog<?> log, final int way) {
        this.feed = feed;
        this.log = log;
        this.way = way;
    }

    @Override
    public int run(final int recordsMax) {
        if (log.isReplaying()) {
            return log.replay(recordsMax);
        }
        final int fed = feed.run(log.note(way, recordsMax));
        if (feed.heldFor() != 0) {
            feed.release();
        }
        return fed;
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
        log.close();
        feed.close();
    }

    @Override
    public boolean startsBarriers() {
        return false;
    }

    @Override
    public long heldFor() {
        return 0;
    }

    @Override
    public void hold(final long checkpointId) {
        throw new IllegalStateException(position() + ": a barrier cannot begin at a loop's end");
    }

    @Override
    public void release() {}

    @Override
    public long probe() {
        return feed.probe();
    }
}
