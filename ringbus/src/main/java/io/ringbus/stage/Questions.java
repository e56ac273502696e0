// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Queryable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets other threads ask what a stage's operators hold for a key. A question waits in a queue until the stage answers it
 * between two turns, so that the answer stands for whole records, and no word of a cell is shared with another thread.
 *
 * <p><b>Threading.</b> {@link #ask}: any thread. {@link #answer} and {@link #close}: stage thread.
 * <p><b>Allocation.</b> For each question; a turn without one costs a look at the head of the queue.
 */
final class Questions {
    private static final int ANSWERS_PER_TURN = 16;

    private record Question(String name, Object key, CompletableFuture<List<?>> answer) {}

    private final Map<String, Queryable> operators;
    private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Questions(final Map<String, Queryable> operators) {
        this.operators = Map.copyOf(operators);
    }

    /** The names of the operators that answer. */
    Iterable<String> names() {
        return operators.keySet();
    }

    boolean knows(final String name) {
        return operators.containsKey(name);
    }

    /** Refuses a key that the operator called {@code name}, which must be known, cannot have. */
    void requireKey(final String name, final Object key) {
        operator(name).requireKey(key);
    }

    private Queryable operator(final String name) {
        return Objects.requireNonNull(operators.get(name));
    }

    /** Asks the operator called {@code name}, which must be known; the answer comes with one of the next turns. */
    CompletableFuture<List<?>> ask(final String name, final Object key) {
        final Question question = new Question(name, key, new CompletableFuture<>());
        asked.add(question);
        // ORDER: the question is in the queue before closed is read. Pairs with close, which is closed before it
        // empties
        // the queue: one of both sees the other.
        if (closed) {
            refuseAll();
        }
        return question.answer();
    }

    /** Answers what has been asked, some of it at a time; answers how much. */
    int answer() {
        int answered = 0;
        while (answered < ANSWERS_PER_TURN) {
            final Question question = asked.poll();
            if (question == null) {
                break;
            }
            answer(question);
            answered++;
        }
        return answered;
    }

    private void answer(final Question question) {
        try {
            question.answer().complete(operator(question.name()).query(question.key()));
        } catch (final Throwable refused) {
            question.answer().completeExceptionally(refused);
        }
    }

    /** Answers nothing from here on. */
    void close() {
        closed = true; // ORDER: before the queue is emptied. Pairs with ask.
        refuseAll();
    }

    private void refuseAll() {
        for (Question question = asked.poll(); question != null; question = asked.poll()) {
            question.answer()
                    .completeExceptionally(new IllegalStateException("query '" + question.name()
                            + "': the pipeline has ended: ask while it runs, or keep its results with a sink"));
        }
    }
}
