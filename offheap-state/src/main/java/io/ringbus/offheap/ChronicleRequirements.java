// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.config.Flag;
import io.ringbus.config.Preflight;
import java.util.List;

/** What Chronicle Map needs of the JVM before its first class is loaded. Names no class of Chronicle itself. */
final class ChronicleRequirements {
    private static final List<Flag> FLAGS = List.of(
            Flag.opens("java.base", "jdk.internal.misc", "Agrona and Chronicle address off-heap memory through it"),
            Flag.opens("java.base", "java.lang", "Chronicle defines the classes it compiled"),
            Flag.opens("java.base", "java.lang.reflect", "Chronicle makes members accessible"),
            Flag.exports("java.base", "sun.nio.ch", "Chronicle maps and unmaps files"),
            Flag.exports("java.base", "jdk.internal.ref", "Chronicle frees off-heap memory"),
            Flag.exports(
                    "jdk.compiler", "com.sun.tools.javac.file", "Chronicle compiles its header's class at run time"));

    private ChronicleRequirements() {}

    /** Throws {@link IllegalStateException} that names exactly the flags that are missing. */
    static void check() {
        Preflight.require("state backend 'chronicle' (ringbus.state.backend=slab does without)", FLAGS);
    }

    /**
     * Switches off what Chronicle does unasked: sending usage statistics (whatever the user set), and announcing itself and
     * the absence of a logging library on standard error (unless the user set otherwise).
     */
    static void silence() {
        System.setProperty("chronicle.analytics.disable", "true");
        setUnlessSet("chronicle.announcer.disable", "true");
        setUnlessSet("slf4j.internal.verbosity", "ERROR");
    }

    private static void setUnlessSet(final String property, final String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
