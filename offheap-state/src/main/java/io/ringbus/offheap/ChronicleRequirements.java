// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Chronicle Map needs of the JVM before its first class is loaded. Names no class of Chronicle itself.
 */
final class ChronicleRequirements {
    private static final List<Opening> OPENINGS = List.of(
            new Opening("java.base", "jdk.internal.misc", true),
            new Opening("java.base", "java.lang", true),
            new Opening("java.base", "java.lang.reflect", true),
            new Opening("java.base", "sun.nio.ch", false),
            new Opening("java.base", "jdk.internal.ref", false),
            new Opening("jdk.compiler", "com.sun.tools.javac.file", false));

    private ChronicleRequirements() {}

    /** Throws {@link IllegalStateException} that names exactly the flags that are missing. */
    static void check() {
        if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
            throw new IllegalStateException(
                    "state backend 'chronicle': module jdk.compiler is missing: run on a JDK, not"
                            + " on a JRE, or set ringbus.state.backend=slab");
        }
        final List<String> missing = new ArrayList<>();
        for (final Opening opening : OPENINGS) {
            if (!opening.isGiven()) {
                missing.add(opening.flag());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("state backend 'chronicle': missing JVM flags " + String.join(" ", missing)
                    + ": add them, or set ringbus.state.backend=slab");
        }
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

    private record Opening(String module, String packageName, boolean deep) {
        boolean isGiven() {
            final Module user = ChronicleRequirements.class.getModule();
            final Optional<Module> owner = ModuleLayer.boot().findModule(module);
            return owner.isPresent()
                    && (deep
                            ? owner.get().isOpen(packageName, user)
                            : owner.get().isExported(packageName, user));
        }

        String flag() {
            return (deep ? "--add-opens=" : "--add-exports=") + module + "/" + packageName + "=ALL-UNNAMED";
        }
    }
}
