// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the values of one sort of setting are written, read and bounded.
 *
 * <p><b>Failure.</b> {@link #parse} and {@link #check} throw {@link IllegalArgumentException} whose message continues
 * the sentence "name=value ..."; {@link Property} puts the name and the value before it and the default behind it.
 */
sealed interface Kind<T> {
    /** What the number counts, or the sort of word that is expected. */
    String unit();

    /** The values allowed, for the reference table. */
    String bounds();

    T parse(String text);

    /** Refuses a value outside the bounds. */
    void check(T value);

    /** Writes a value so that {@link #parse} reads it back. */
    default String text(final T value) {
        return value.toString();
    }

    /**
     * Whole numbers with {@code k}, {@code m}, {@code g}; the bounds stay clear of the ends of an int, which stand
     * for overflow.
     */
    record Whole(String unit, int min, int max) implements Kind<Integer> {
        @Override
        public String bounds() {
            return min + " .. " + max;
        }

        @Override
        public Integer parse(final String text) {
            final long value = Quantity.parseWhole(text);
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
        }

        @Override
        public void check(final Integer value) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(unit + " is outside [" + min + ", " + max + "]");
            }
        }
    }

    /** Whole numbers of which only the powers of two are allowed. */
    record PowerOfTwo(Whole range) implements Kind<Integer> {
        @Override
        public String unit() {
            return range.unit();
        }

        @Override
        public String bounds() {
            return range.bounds() + ", a power of two";
        }

        @Override
        public Integer parse(final String text) {
            return range.parse(text);
        }

        @Override
        public void check(final Integer value) {
            range.check(value);
            if (Integer.bitCount(value) != 1) {
                final int below = Integer.highestOneBit(value);
                throw new IllegalArgumentException("is not a power of two: write " + below + " or " + 2 * below);
            }
        }
    }

    /** Durations in nanoseconds; a lower bound of -1 allows the bare {@code -1} that some settings give a meaning. */
    record Duration(long minNs, long maxNs) implements Kind<Long> {
        @Override
        public String unit() {
            return "duration";
        }

        @Override
        public String bounds() {
            return Quantity.durationText(minNs) + " .. " + Quantity.durationText(maxNs);
        }

        @Override
        public Long parse(final String text) {
            return Quantity.parseDuration(text);
        }

        @Override
        public void check(final Long value) {
            if (value < minNs || value > maxNs) {
                throw new IllegalArgumentException(
                        "is outside [" + Quantity.durationText(minNs) + ", " + Quantity.durationText(maxNs) + "]");
            }
        }

        @Override
        public String text(final Long value) {
            return Quantity.durationText(value);
        }
    }

    /** The constants of an enum, in any case, with {@code -} for {@code _} where wanted. */
    record Choice<E extends Enum<E>>(Class<E> type) implements Kind<E> {
        @Override
        public String unit() {
            return "word";
        }

        @Override
        public String bounds() {
            final StringBuilder names = new StringBuilder();
            for (final E constant : type.getEnumConstants()) {
                names.append(names.length() == 0 ? "" : ", ").append(constant.name());
            }
            return names.toString();
        }

        @Override
        public E parse(final String text) {
            final String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
            for (final E constant : type.getEnumConstants()) {
                if (constant.name().equals(name)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("is none of " + bounds());
        }

        @Override
        public void check(final E value) {}
    }

    /** {@code true} or {@code false}, and nothing that only looks like it. */
    record Switch() implements Kind<Boolean> {
        @Override
        public String unit() {
            return "word";
        }

        @Override
        public String bounds() {
            return "true, false";
        }

        @Override
        public Boolean parse(final String text) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException("is neither true nor false");
            }
            return text.equalsIgnoreCase("true");
        }

        @Override
        public void check(final Boolean value) {}
    }

    /** The name under which something is registered. */
    record Name(String what) implements Kind<String> {
        @Override
        public String unit() {
            return "name";
        }

        @Override
        public String bounds() {
            return what;
        }

        @Override
        public String parse(final String text) {
            return text;
        }

        @Override
        public void check(final String value) {
            if (value.isBlank() || !value.equals(value.strip())) {
                throw new IllegalArgumentException("is not a name: write " + what);
            }
        }
    }

    /** A folder, or nothing. */
    record Folder() implements Kind<Optional<Path>> {
        @Override
        public String unit() {
            return "path";
        }

        @Override
        public String bounds() {
            return "a folder, or empty";
        }

        @Override
        public Optional<Path> parse(final String text) {
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (final InvalidPathException refused) {
                throw new IllegalArgumentException("is not a path: " + refused.getReason(), refused);
            }
        }

        @Override
        public void check(final Optional<Path> value) {}

        @Override
        public String text(final Optional<Path> value) {
            return value.map(Path::toString).orElse("");
        }
    }

    /** CPU numbers and ranges of them, each CPU once: {@code 0,2,4-7}. */
    record Cpus(int max) implements Kind<List<Integer>> {
        @Override
        public String unit() {
            return "CPU numbers";
        }

        @Override
        public String bounds() {
            return "0 .. " + max + " each, or empty";
        }

        @Override
        public List<Integer> parse(final String text) {
            final List<Integer> numbers = new ArrayList<>();
            if (text.isEmpty()) {
                return List.of();
            }
            for (final String part : text.split(",", -1)) {
                final String[] ends = part.strip().split("-", -1);
                final int first = number(ends[0]);
                final int last = ends.length == 1 ? first : number(ends[1]);
                if (ends.length > 2 || last < first) {
                    throw notCpus();
                }
                for (int cpu = first; cpu <= last; cpu++) {
                    numbers.add(cpu);
                }
            }
            return List.copyOf(numbers);
        }

        @Override
        public void check(final List<Integer> value) {
            final boolean[] seen = new boolean[max + 1];
            for (final int cpu : value) {
                if (cpu < 0 || cpu > max) {
                    throw new IllegalArgumentException("names CPU " + cpu + ", which is outside [0, " + max + "]");
                }
                if (seen[cpu]) {
                    throw new IllegalArgumentException("names CPU " + cpu + " twice");
                }
                seen[cpu] = true;
            }
        }

        @Override
        public String text(final List<Integer> value) {
            return Arrays.toString(value.toArray()).replaceAll("[\\[\\] ]", "");
        }

        private static int number(final String text) {
            final String digits = text.strip();
            if (digits.isEmpty() || digits.length() > 6 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw notCpus();
            }
            return Integer.parseInt(digits);
        }

        private static IllegalArgumentException notCpus() {
            return new IllegalArgumentException(
                    "is not a list of CPU numbers: write numbers and ranges, as in 0,2,4-7");
        }
    }

    /** {@code stage}, 0, or how many. */
    record ThreadCount() implements Kind<Threads> {
        private static final String PER_STAGE = "stage";

        @Override
        public String unit() {
            return "threads";
        }

        @Override
        public String bounds() {
            return "stage, or 0 .. " + Threads.COUNT_MAX;
        }

        @Override
        public Threads parse(final String text) {
            if (text.equalsIgnoreCase(PER_STAGE)) {
                return Threads.perStage();
            }
            final Whole range = new Whole(unit(), 0, Threads.COUNT_MAX);
            final int count;
            try {
                count = range.parse(text);
            } catch (final IllegalArgumentException refused) {
                throw new IllegalArgumentException("is not a number of threads: write stage, 0 or a number", refused);
            }
            range.check(count);
            return new Threads(count);
        }

        @Override
        public void check(final Threads value) {}

        @Override
        public String text(final Threads value) {
            return value.isPerStage() ? PER_STAGE : Integer.toString(value.count());
        }
    }
}
