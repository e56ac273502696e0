// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsLinkTest {
    private static final int STEPS_MAX = 20;

    /** Appends a letter; fails on its unlucky record the first {@code failures} times; drops another one. */
    private static final class Letter implements Step<Object, Object> {
        private final char letter;
        private final Throwable cause;
        private int failures;
        private int calls;

        Letter(final int index, final int failures, final Throwable cause) {
            this.letter = (char) ('a' + index);
            this.failures = failures;
            this.cause = cause;
        }

        @Override
        public boolean test(final Object record) {
            return !record.equals("-".concat(letters(letter - 'a')));
        }

        @Override
        public Object apply(final Object record) throws Exception {
            calls++;
            if (failures > 0) {
                failures--;
                if (cause instanceof Error error) {
                    throw error;
                }
                throw (Exception) cause;
            }
            return record.toString() + letter;
        }
    }

    private static String letters(final int count) {
        return "abcdefghijklmnopqrstuvwxyz".substring(0, count);
    }

    private static List<Letter> steps(final int count, final int failingAt, final int failures, final Throwable cause) {
        final List<Letter> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new Letter(i, i == failingAt ? failures : 0, cause));
        }
        return steps;
    }

    private static Output<Object> chain(
            final List<Letter> steps, final int at, final ErrorRule rule, final Flow flow, final Output<Object> end) {
        final List<ErrorRule> rules = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            rules.add(i == at ? rule : Rules.fail("step " + i));
        }
        return new ChainBuilder(new Specialiser(true), flow).steps(List.copyOf(steps), rules, end);
    }

    @Test
    void anyNumberOfStepsRunsInOrder() {
        for (int count = 1; count <= STEPS_MAX; count++) {
            final Trace<Object> end = new Trace<>();
            final Output<Object> head =
                    chain(steps(count, -1, 0, new Exception()), -1, Rules.fail(""), new Flow(), end);
            head.emit("+", 5);
            head.emitWatermark(6);
            head.emitIdle();
            head.emitEnd();
            assertEquals(List.of("+" + letters(count) + "@5", "W 6", "idle", "end"), end.lines);
        }
    }

    @Test
    void aStepThatRefusesARecordDropsItAtOnce() {
        for (int count = 1; count <= STEPS_MAX; count++) {
            for (int at = 0; at < count; at++) {
                final Trace<Object> end = new Trace<>();
                final List<Letter> steps = steps(count, -1, 0, new Exception());
                chain(steps, -1, Rules.fail(""), new Flow(), end).emit("-", 5);
                assertEquals(List.of(), end.lines);
                assertEquals(0, steps.get(at).calls, "count=" + count + " step " + at);
            }
        }
    }

    @Test
    void failEndsWithTheOperatorsName() {
        everywhere((count, at) -> {
            final Flow flow = new Flow();
            final Trace<Object> end = new Trace<>();
            final Exception cause = new Exception("no luck");
            final Output<Object> head = chain(steps(count, at, 1, cause), at, Rules.fail("unlucky"), flow, end);
            final OperatorFailure failure = assertThrows(OperatorFailure.class, () -> head.emit("+", 5));
            assertEquals("operator 'unlucky': java.lang.Exception: no luck", failure.getMessage());
            assertEquals("unlucky", failure.operator());
            assertSame(cause, failure.thrown());
            assertSame(failure, assertThrows(OperatorFailure.class, flow::rethrow));
            assertEquals(List.of(), end.lines);
        });
    }

    @Test
    void retryGoesOnWhereItFailed() {
        everywhere((count, at) -> {
            final Trace<Object> end = new Trace<>();
            final List<Letter> steps = steps(count, at, 2, new Exception());
            chain(steps, at, Rules.retry("unlucky", 2), new Flow(), end).emit("+", 5);
            assertEquals(List.of("+" + letters(count) + "@5"), end.lines);
            assertEquals(3, steps.get(at).calls);
            assertEquals(1, steps.get(at == 0 ? count - 1 : 0).calls - (count == 1 ? 2 : 0));
        });
    }

    @Test
    void retryGivesUpAfterTheLastTime() {
        everywhere((count, at) -> {
            final Output<Object> head = chain(
                    steps(count, at, 3, new Exception()), at, Rules.retry("unlucky", 2), new Flow(), new Trace<>());
            assertThrows(OperatorFailure.class, () -> head.emit("+", 5));
        });
    }

    @Test
    void skipCountsAndGoesOnWithTheNextRecord() {
        everywhere((count, at) -> {
            final Trace<Object> end = new Trace<>();
            final ErrorRule rule = Rules.skip("unlucky");
            final Output<Object> head = chain(steps(count, at, 2, new Exception()), at, rule, new Flow(), end);
            head.emit("1", 5);
            head.emit("2", 6);
            head.emit("3", 7);
            assertEquals(List.of("3" + letters(count) + "@7"), end.lines);
            assertEquals(2, rule.skipped().get());
        });
    }

    @Test
    void deadLettersHoldTheRecordAsItReachedTheOperator() {
        everywhere((count, at) -> {
            final Trace<Object> end = new Trace<>();
            final List<DeadLetter> letters = new ArrayList<>();
            final Exception cause = new Exception();
            final Output<Object> head =
                    chain(steps(count, at, 1, cause), at, Rules.deadLetter("unlucky", letters), new Flow(), end);
            head.emit("1", 5);
            head.emit("2", 6);
            assertEquals(List.of("2" + letters(count) + "@6"), end.lines);
            assertEquals(List.of(new DeadLetter("unlucky", "1" + letters(at), 5, cause)), letters);
        });
    }

    @Test
    void errorsAlwaysFail() {
        everywhere((count, at) -> {
            final AssertionError cause = new AssertionError("broken");
            for (final ErrorRule rule :
                    List.of(Rules.skip("s"), Rules.retry("r", 5), Rules.deadLetter("d", new ArrayList<>()))) {
                final Output<Object> head = chain(steps(count, at, 1, cause), at, rule, new Flow(), new Trace<>());
                final OperatorFailure failure = assertThrows(OperatorFailure.class, () -> head.emit("+", 5));
                assertSame(cause, failure.thrown());
                assertEquals(0, rule.skipped().get());
            }
        });
    }

    @Test
    void deadLettersThatAreRefusedFail() {
        final RuntimeException refusal = new RuntimeException("full");
        final ErrorRule rule = new ErrorRule("unlucky", 0, false, Rules.counter(), (letter, timestampNs) -> {
            throw refusal;
        });
        final Exception cause = new Exception("first");
        final Output<Object> head = chain(steps(3, 1, 1, cause), 1, rule, new Flow(), new Trace<>());
        final OperatorFailure failure = assertThrows(OperatorFailure.class, () -> head.emit("+", 5));
        assertSame(refusal, failure.thrown());
        assertSame(cause, refusal.getSuppressed()[0]);
    }

    private interface Position {
        void check(int count, int at);
    }

    private static void everywhere(final Position position) {
        for (int count = 1; count <= STEPS_MAX; count += count < 9 ? 1 : 4) {
            for (int at = 0; at < count; at++) {
                position.check(count, at);
            }
        }
    }
}
