// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Tells HotSpot's compiler to inline a chain into the loop that drives it, through the JVM's own diagnostic command, without
 * a flag on the command line.
 *
 * <p>The links of a chain run as often as its records and are compiled before the loop, which runs once per batch. By the
 * time the loop is compiled, a link is "already compiled into a big method" and is not inlined any more: the chain falls
 * apart in the middle, records are allocated, and how often depends on chance. The directives below name the methods that
 * lead from a record to its cell or slot. They hold for compilations of the stage package, whose loops are the roots, and of
 * the method handles through which the loops are called, into which they must not be inlined; nothing else of the process
 * is touched. The bodies of the user's lambdas are named by the form that javac gives their names: how often one is called
 * may be unknown to the compiler, which then leaves it out, and a record that is asked by it goes to the heap.
 * Measured on the windowed job of the benchmarks: 50 ns and 74 B per event without, 13 ns and 0 B with.
 *
 * <p><b>Threading.</b> Any thread; installed once per process.
 * <p><b>Failure.</b> A JVM that does not know the command is left as it is: slower, never different.
 */
final class InliningDirectives {
    private static final String TEXT = """
            [{
              match: ["io/ringbus/stage/*.*", "io/ringbus/chain/LookAheadLink*.*",
                      "java/lang/invoke/LambdaForm*.*", "java/lang/invoke/*Holder.*"],
              c2: {
                inline: [
                  "-io/ringbus/stage/SourceFeed*.run", "-io/ringbus/stage/InletFeed*.run",
                  "-io/ringbus/chain/LookAheadLink*.drain",
                  "+*.poll", "+*.process", "+*.onRecord", "+*.lambda$*",
                  "+io/ringbus/*.emit", "+io/ringbus/*.emitWatermark", "+io/ringbus/*.onWatermark",
                  "+io/ringbus/*.watermarkDueNs", "+io/ringbus/*.mayWait", "+io/ringbus/*.hintOf",
                  "+io/ringbus/*.readPlace",
                  "+io/ringbus/*.accept", "+io/ringbus/windows/*.add", "+io/ringbus/windows/*.append",
                  "+io/ringbus/windows/policy/*.fires", "+io/ringbus/windows/policy/*.evicts",
                  "+io/ringbus/windows/policy/*.remember",
                  "+io/ringbus/windows/aggregate/*.put", "+io/ringbus/state/*.cell",
                  "+io/ringbus/state/FrozenCells.needs", "+io/ringbus/state/FrozenCells.firstWrite",
                  "+io/ringbus/state/WrittenOrdinals.add",
                  "+io/ringbus/state/*.find*", "+io/ringbus/*.encodeAt", "+io/ringbus/*.decodeAt"
                ]
              }
            }]
            """;

    private InliningDirectives() {}

    /** Installs the directives unless that has been done. */
    static void install() {
        if (!Holder.INSTALLED) {
            return; // said so once, at debug level
        }
    }

    private static final class Holder {
        static final boolean INSTALLED = tryInstall();

        private static boolean tryInstall() {
            try {
                final Path file = Files.createTempFile("ringbus-inlining", ".json");
                try {
                    Files.writeString(file, TEXT);
                    ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "compilerDirectivesAdd",
                                    new Object[] {new String[] {file.toString()}},
                                    new String[] {String[].class.getName()});
                } finally {
                    Files.delete(file);
                }
                return true;
            } catch (final IOException | JMException | RuntimeException unavailable) {
                System.getLogger(InliningDirectives.class.getName())
                        .log(Level.DEBUG, "compiler directives are not available: " + unavailable);
                return false;
            }
        }
    }
}
