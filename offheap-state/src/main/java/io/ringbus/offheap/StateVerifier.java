// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.environment.Clock;
import io.ringbus.slot.Memory;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import io.ringbus.state.StateBackends;
import io.ringbus.state.StateSpec;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Tries a state backend on the user's own machine, JVM and disk, and prints what an access costs there:
 * {@code java -cp ... io.ringbus.offheap.StateVerifier [chronicle|slab] [keys] [directory]}.
 *
 * <p>It fills a state that starts at a quarter of its keys, so that it has to grow; updates it at random; removes every
 * other key; and compares every cell with what an array says.
 *
 * <p><b>Failure.</b> Prints one line and exits with 1.
 */
public final class StateVerifier {
    private static final int VALUE_BYTES = 32;
    private static final int UPDATES = 5_000_000;
    private static final int DEFAULT_KEYS = 100_000;
    private static final long SEED = 42;

    private final PrintStream out;

    private StateVerifier(final PrintStream out) {
        this.out = out;
    }

    /** Verifies the backend named by the first argument, {@code chronicle} without one. */
    public static void main(final String[] arguments) {
        final String name = arguments.length > 0 ? arguments[0] : ChronicleStateBackend.NAME;
        final int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_KEYS;
        final Optional<Path> directory = arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
        System.exit(run(name, keys, directory, console(FileDescriptor.out), console(FileDescriptor.err)));
    }

    private static PrintStream console(final FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, Charset.defaultCharset());
    }

    /** Verifies and answers the exit code. */
    static int run(
            final String name,
            final int keys,
            final Optional<Path> directory,
            final PrintStream out,
            final PrintStream errors) {
        try {
            new StateVerifier(out).verify(name, keys, directory);
            return 0;
        } catch (final IllegalStateException | AssertionError failed) {
            errors.println(failed.getMessage());
            return 1;
        }
    }

    private void verify(final String name, final int keys, final Optional<Path> directory) {
        final StateSpec<Long> spec =
                new StateSpec<>("verifier", 0, Long.class, longs(), VALUE_BYTES, Math.max(1, keys / 4));
        out.println("backend " + name + directory.map(path -> " in " + path).orElse(" in memory") + ", " + keys
                + " keys of " + VALUE_BYTES + " bytes, JDK " + Runtime.version().feature());
        final long start = Clock.SYSTEM.nanoTime();
        try (StateBackend backend = StateBackends.named(name, directory);
                KeyedState<Long> state = backend.open(spec)) {
            report("open", Clock.SYSTEM.nanoTime() - start, 1);
            final long[] expected = new long[keys];
            final long filling = Clock.SYSTEM.nanoTime();
            for (int key = 0; key < keys; key++) {
                Memory.putLong(state.cell((long) key), key);
                expected[key] = key;
            }
            report("insert, growing", Clock.SYSTEM.nanoTime() - filling, keys);
            update(state, expected);
            compare(state, expected);
            final long removing = Clock.SYSTEM.nanoTime();
            for (int key = 0; key < keys; key += 2) {
                expect(state.remove((long) key), true, "removed key " + key);
                expected[key] = -1;
            }
            report("remove", Clock.SYSTEM.nanoTime() - removing, (keys + 1) / 2);
            compare(state, expected);
        }
        out.println("verified: every cell is as it was written");
    }

    @SuppressWarnings("unchecked") // the codec of a type is one of its values
    private static AddressCodec<Long> longs() {
        return (AddressCodec<Long>) Codecs.ofType(Long.class);
    }

    private void update(final KeyedState<Long> state, final long[] expected) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final long updating = Clock.SYSTEM.nanoTime();
        for (int update = 0; update < UPDATES; update++) {
            final int key = random.nextInt(expected.length);
            final long address = state.cell((long) key);
            Memory.putLong(address, Memory.getLong(address) + 1);
            expected[key]++;
        }
        report("update", Clock.SYSTEM.nanoTime() - updating, UPDATES);
    }

    private static void compare(final KeyedState<Long> state, final long[] expected) {
        for (int key = 0; key < expected.length; key++) {
            final long address = state.find((long) key);
            expect(address == 0 ? -1 : Memory.getLong(address), expected[key], "cell of key " + key);
        }
    }

    private static void expect(final Object found, final Object expected, final String subject) {
        if (!found.equals(expected)) {
            throw new AssertionError("state verifier: " + subject + "=" + found + " is not " + expected
                    + ": this backend does not work on this machine");
        }
    }

    private void report(final String what, final long elapsedNs, final long times) {
        out.printf(Locale.ROOT, "  %-16s %,12.1f ns each%n", what, (double) elapsedNs / times);
    }
}
