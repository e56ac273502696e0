// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Collects the values of a {@link Config} from files and system properties, later ones over earlier ones, and
 * everything that is wrong with them, so that one error names all slips of a file.
 */
final class ConfigReader {
    static final String PREFIX = "ringbus.";

    /** Separates a setting from the ring or stage that an override names. */
    static final char AT = '@';

    /**
     * System properties below {@code ringbus.} that are no settings: they steer tests, benchmarks and the folder of
     * sample data. A name stands for itself and everything below it.
     */
    private static final List<String> NOT_SETTINGS =
            List.of("ringbus.test", "ringbus.data", "ringbus.seeds", "ringbus.bench", "ringbus.memory");

    private final Map<String, Config.Assigned<?>> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Reads the text of a file; {@code subject} names it in messages. */
    ConfigReader file(final String subject, final String text) {
        final Map<String, Integer> lines = new LinkedHashMap<>();
        for (final PropertyLines.Entry entry : PropertyLines.read(subject, text)) {
            final String origin = subject + ":" + entry.line();
            final Integer before = lines.putIfAbsent(entry.key(), entry.line());
            if (before != null) {
                problems.add(
                        origin + ": " + entry.key() + " is set already in line " + before + ": delete one of them");
            } else if (!entry.key().startsWith(PREFIX)) {
                problems.add(
                        origin + ": " + entry.key() + " is not a ringbus setting: their names start with " + PREFIX);
            } else {
                assign(origin, entry.key(), entry.value());
            }
        }
        return this;
    }

    ConfigReader system(final Properties system) {
        for (final String key : new TreeSet<>(system.stringPropertyNames())) {
            if (key.startsWith(PREFIX) && isSetting(key)) {
                assign("system property", key, system.getProperty(key));
            }
        }
        return this;
    }

    Config config() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new Config(values);
    }

    private void assign(final String origin, final String key, final String text) {
        final Optional<Property<?>> property = Settings.named(plainName(key));
        if (property.isEmpty()) {
            problems.add(origin + ": " + key + " is unknown" + remedy(key));
            return;
        }
        try {
            checkOverride(property.get(), key);
            values.put(key, Config.Assigned.parse(property.get(), key, text, origin));
        } catch (final IllegalArgumentException refused) {
            problems.add(origin + ": " + refused.getMessage());
        }
    }

    /** Refuses {@code @name} where the setting holds for the whole pipeline, and an empty name. */
    static void checkOverride(final Property<?> property, final String key) {
        if (key.length() == property.name().length()) {
            return;
        }
        if (property.scope() == Scope.PIPELINE) {
            throw new IllegalArgumentException(
                    key + " overrides a setting of the whole pipeline: write " + property.name());
        }
        if (key.length() == property.name().length() + 1) {
            throw new IllegalArgumentException(
                    key + " lacks the name of a " + property.scope().noun() + " behind " + AT);
        }
    }

    private static String remedy(final String key) {
        final String plain = plainName(key);
        return NearestName.of(plain, Settings.names())
                .map(name -> "; did you mean " + name + key.substring(plain.length()) + "?")
                .orElse(": the table in README.md lists the settings");
    }

    private static String plainName(final String key) {
        final int at = key.indexOf(AT);
        return at < 0 ? key : key.substring(0, at);
    }

    private static boolean isSetting(final String key) {
        for (final String name : NOT_SETTINGS) {
            if (key.equals(name) || key.startsWith(name + ".")) {
                return false;
            }
        }
        return true;
    }
}
