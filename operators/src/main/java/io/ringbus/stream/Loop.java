// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.plan.RecordType;
import java.util.function.Function;

/**
 * What the body of a loop answers: which records go back to its beginning, and which come out of it. See
 * {@link Stream#iterate}.
 *
 * <pre>{@code
 * numbers.iterate(looped -> {
 *     Stream<Path> next = looped.map(Path::step);
 *     return Loop.back(next.filter(path -> !path.isAtEnd())).out(next.filter(Path::isAtEnd));
 * });
 * }</pre>
 *
 * @param <T> record that goes round
 * @param <R> record that comes out
 */
public final class Loop<T, R> {
    private final Stream<T> back;
    private final Stream<R> out;

    private Loop(final Stream<T> back, final Stream<R> out) {
        this.back = back;
        this.out = out;
    }

    /** The records of {@code stream} go back. */
    public static <T> Back<T> back(final Stream<T> stream) {
        return new Back<>(stream);
    }

    /** Half of the answer. */
    public static final class Back<T> {
        private final Stream<T> back;

        private Back(final Stream<T> back) {
            this.back = back;
        }

        /** The records of {@code stream} come out; it may be the stream that goes back, or any other in the loop. */
        public <R> Loop<T, R> out(final Stream<R> stream) {
            return new Loop<>(back, stream);
        }
    }

    /** Builds a loop that reads {@code input}, and answers what comes out of it. */
    static <T, R> Stream<R> around(
            final Stream<T> input, final long maxWaitNs, final Function<? super Stream<T>, Loop<T, R>> body) {
        final Plan plan = input.pipeline().plan();
        final Stream<T> looped = new Stream<>(input.pipeline(), plan.beginLoop(input.node(), maxWaitNs, input.type()));
        final Loop<T, R> loop = body.apply(looped);
        final PlanNode head = looped.node();
        if (loop == null) {
            throw new IllegalArgumentException(
                    "loop '" + head.name()
                            + "': its body answers null: let it answer Loop.back(..).out(..), what goes back and what comes out");
        }
        requireSamePipeline(input, head, loop.back);
        requireSamePipeline(input, head, loop.out);
        plan.requireInLoop(head, loop.out.node());
        final RecordType<T> type = looped.type().or(loop.back.type()).or(input.type());
        input.typed(type);
        looped.typed(type);
        loop.back.typed(type);
        plan.closeLoop(head, loop.back.node());
        return loop.out;
    }

    private static void requireSamePipeline(final Stream<?> input, final PlanNode head, final Stream<?> stream) {
        if (stream.pipeline() != input.pipeline()) {
            throw new IllegalArgumentException("loop '" + head.name() + "': stream '" + stream.nodeName()
                    + "' is of another pipeline: build both in one");
        }
    }
}
