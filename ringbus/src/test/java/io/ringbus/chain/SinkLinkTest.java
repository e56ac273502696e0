// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkLinkTest {
    private final Flow flow = new Flow();
    private final ChainBuilder chain = new ChainBuilder(new Specialiser(true), flow);

    /** Writes down its calls and throws at the first so many of one kind. */
    private static final class Scribe implements Sink<Object> {
        private final List<String> calls = new ArrayList<>();
        private final String failing;
        private final Throwable cause;
        private int failures;

        Scribe(final String failing, final int failures, final Throwable cause) {
            this.failing = failing;
            this.failures = failures;
            this.cause = cause;
        }

        private void call(final String call) throws Exception {
            calls.add(call);
            if (call.startsWith(failing) && failures-- > 0) {
                if (cause instanceof Error error) {
                    throw error;
                }
                throw (Exception) cause;
            }
        }

        @Override
        public void open() throws Exception {
            call("open");
        }

        @Override
        public void accept(final Object record, final long timestampNs) throws Exception {
            call("accept " + record);
        }

        @Override
        public void flush() throws Exception {
            call("flush");
        }

        @Override
        public void close() throws Exception {
            call("close");
        }
    }

    private Resumable link() {
        return chain.links().get(chain.links().size() - 1);
    }

    @Test
    void aSinkIsOpenedFedFlushedAtTheEndAndClosed() throws Exception {
        final Scribe scribe = new Scribe("never", 0, new Exception());
        final Output<Object> head = chain.sink(scribe, Rules.fail("out"));
        link().open();
        head.emit("x", 1);
        head.emitWatermark(2);
        head.emitIdle();
        head.emitEnd();
        link().close();
        assertEquals(List.of("open", "accept x", "flush", "close"), scribe.calls);
    }

    @Test
    void aSinkThatWasNeverOpenedIsNotClosed() throws Exception {
        final Scribe scribe = new Scribe("never", 0, new Exception());
        chain.sink(scribe, Rules.fail("out"));
        link().close();
        assertEquals(List.of(), scribe.calls);
    }

    @Test
    void aSinkThatCannotBeOpenedIsNamedAndClosed() throws Exception {
        for (final Throwable cause : List.of(new Exception("locked"), new NoClassDefFoundError("driver"))) {
            final Scribe scribe = new Scribe("open", 1, cause);
            chain.sink(scribe, Rules.skip("out"));
            final OperatorFailure failure = assertThrows(OperatorFailure.class, link()::open);
            assertEquals("operator 'out': " + cause, failure.getMessage());
            link().close();
            assertEquals(List.of("open", "close"), scribe.calls);
        }
    }

    @Test
    void aRecordThatTheSinkRefusesFollowsTheRule() {
        final Exception cause = new Exception();
        final Scribe retried = new Scribe("accept", 2, cause);
        chain.sink(retried, Rules.retry("out", 2)).emit("x", 1);
        assertEquals(List.of("accept x", "accept x", "accept x"), retried.calls);
        final List<DeadLetter> letters = new ArrayList<>();
        chain.sink(new Scribe("accept", 1, cause), Rules.deadLetter("out", letters))
                .emit("x", 1);
        assertEquals(List.of(new DeadLetter("out", "x", 1, cause)), letters);
        final ErrorRule skip = Rules.skip("out");
        chain.sink(new Scribe("accept", 1, cause), skip).emit("x", 1);
        assertEquals(1, skip.skipped().get());
        final Error error = new AssertionError();
        final Output<Object> head = chain.sink(new Scribe("accept", 1, error), Rules.skip("out"));
        assertSame(
                error,
                assertThrows(OperatorFailure.class, () -> head.emit("x", 1)).thrown());
    }

    @Test
    void aFlushThatThrowsFailsWhateverTheRule() {
        final Output<Object> head = chain.sink(new Scribe("flush", 1, new Exception("disk full")), Rules.skip("out"));
        assertEquals(
                "operator 'out': java.lang.Exception: disk full",
                assertThrows(OperatorFailure.class, head::emitEnd).getMessage());
    }
}
