// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;

/**
 * The class by which Chronicle Map writes the head of a map, as the build of ringbus compiled it ({@code src/build}). Without it
 * Chronicle generates that class and calls the Java compiler for it in the process, at the first map.
 *
 * <p>It is kept by the version of Chronicle Map for which it was made. Beside another, or where it may not be defined, Chronicle
 * goes its own way.
 */
final class CompiledHead {
    private CompiledHead() {}

    /** Defines the class beside Chronicle's own; before the first map, else it comes too late and nothing is changed. */
    static void define() {
        final String version = VanillaGlobalMutableState.class.getPackage().getImplementationVersion();
        try (InputStream compiled = CompiledHead.class.getResourceAsStream("chronicle-map-head-" + version + ".bin")) {
            if (compiled != null) {
                MethodHandles.privateLookupIn(VanillaGlobalMutableState.class, MethodHandles.lookup())
                        .defineClass(compiled.readAllBytes());
            }
        } catch (final IOException | IllegalAccessException | LinkageError slower) {
            // There is one already, or Chronicle has to make its own.
        }
    }
}
