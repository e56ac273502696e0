// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured on: without it a number means nothing.
 *
 * @param cpu    model of the processor
 * @param cores  how many the JVM may use
 * @param system operating system and version
 * @param jvm    name and version of the virtual machine
 * @param load   load average when the run began, or -1; processes of others make ratios spread
 */
public record Machine(String cpu, int cores, String system, String jvm, double load) {
    private static final Path CPU_FACTS = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    /** This machine. */
    public static Machine here() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                loadAverage());
    }

    private static String cpuModel() {
        try {
            for (final String line : Files.readAllLines(CPU_FACTS)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (final IOException notLinux) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }

    private static double loadAverage() {
        try {
            return Double.parseDouble(Files.readString(LOAD).split(" ", 2)[0]);
        } catch (final IOException notLinux) {
            return -1;
        }
    }

    /** A folder name: {@code amd-epyc-2-cores}. */
    public String folder() {
        return cpu.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + cores + "-cores";
    }

    /** For JSON. */
    public Map<String, Object> facts() {
        final Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cpu", cpu);
        facts.put("cores", cores);
        facts.put("system", system);
        facts.put("jvm", jvm);
        facts.put("load", load);
        return facts;
    }
}
