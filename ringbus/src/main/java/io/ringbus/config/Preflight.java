// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks at start that the JVM has the flags that the engine's libraries need, so that a missing one is a sentence to
 * act on and not a stack trace from somebody's static initialiser.
 *
 * <p><b>Threading.</b> Any thread.
 * <p><b>Lifetime.</b> To be called before the first class of the library that needs the flags is used.
 */
public final class Preflight {
    /** What every pipeline needs. */
    public static final List<Flag> KERNEL = List.of(Flag.opens(
            "java.base",
            "jdk.internal.misc",
            "Agrona reads and writes off-heap memory through jdk.internal.misc.Unsafe"));

    private Preflight() {}

    /** Checks what every pipeline needs. */
    public static void requireKernel() {
        require("ringbus", KERNEL);
    }

    /**
     * Checks that all flags are there.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} that names the missing flags, the reason for each, and how to
     * give them, ready to paste.
     *
     * @param what who needs them, the subject of the message
     */
    public static void require(final String what, final List<Flag> flags) {
        final List<Flag> missing = new ArrayList<>();
        for (final Flag flag : flags) {
            if (!flag.isPresent()) {
                missing.add(flag);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(message(what, missing));
        }
    }

    static String message(final String what, final List<Flag> missing) {
        final StringBuilder reasons = new StringBuilder();
        final StringBuilder line = new StringBuilder();
        final StringBuilder file = new StringBuilder();
        for (final Flag flag : missing) {
            reasons.append("    ")
                    .append(flag.text())
                    .append("\n        ")
                    .append(flag.why())
                    .append('\n');
            line.append(line.length() == 0 ? "" : " ").append(flag.text());
            file.append("    ").append(flag.text()).append('\n');
        }
        return what + ": JVM flags missing=" + missing.size() + ":\n" + reasons
                + "Give them on the command line:\n    java " + line + " ...\n"
                + "or in the environment, where the command line is not yours:\n    export JDK_JAVA_OPTIONS=\"" + line
                + "\"\n"
                + "or in a file ringbus.jvmargs with these lines, and start java @ringbus.jvmargs ...\n" + file;
    }
}
