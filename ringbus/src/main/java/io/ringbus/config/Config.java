// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one pipeline. Each of {@link Settings} has its default, over which go a file, then system properties
 * ({@code -Dringbus.ring.slots=64k}), then {@link #with}.
 *
 * <p>A setting of a ring or a stage can be set for one of them by name, in each of these places:
 * {@code ringbus.ring.slots@quotes = 64k}. Such an override wins over the general value, wherever that comes from. In a
 * file, a blank, {@code :} or {@code =} in a name is written with a backslash before it.
 *
 * <p><b>Threading.</b> Any thread; immutable.
 * <p><b>Failure.</b> {@link IllegalArgumentException} with one line for each thing wrong: file, line, setting, value,
 * bounds and default, and for an unknown setting the nearest known one. System properties are held to the same rules,
 * except those below {@code ringbus.test}, {@code ringbus.data}, {@code ringbus.seeds}, {@code ringbus.bench} and
 * {@code ringbus.memory}, which are not settings.
 */
public final class Config {
    private static final String BY_DEFAULT = "default";
    private static final String BY_CODE = "code";

    private final Map<String, Assigned<?>> values;

    Config(final Map<String, Assigned<?>> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** A value, and where it was set. */
    record Assigned<T>(Property<T> property, T value, String origin) {
        static <T> Assigned<T> parse(
                final Property<T> property, final String key, final String text, final String origin) {
            return new Assigned<>(property, property.parse(key, text), origin);
        }

        String text() {
            return property.text(value);
        }
    }

    /** Defaults and system properties. */
    public static Config defaults() {
        return new ConfigReader().system(System.getProperties()).config();
    }

    /** Reads a {@code .properties} file in UTF-8: the one at this path, else the class path resource of this name. */
    public static Config load(final String name) {
        final Optional<Path> file = fileNamed(name);
        if (file.isPresent()) {
            return load(file.get());
        }
        try (InputStream resource = resource(name)) {
            if (resource != null) {
                return read(name, resource.readAllBytes());
            }
        } catch (final IOException failed) {
            throw unreadable(name, failed);
        }
        throw new IllegalArgumentException(name + ": neither a file in "
                + Path.of("").toAbsolutePath() + " nor a class path resource: create it, or use Config.defaults()");
    }

    /** Reads a {@code .properties} file in UTF-8. */
    public static Config load(final Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(file + ": no such file: create it, or use Config.defaults()");
        }
        try {
            return read(file.toString(), Files.readAllBytes(file));
        } catch (final IOException failed) {
            throw unreadable(file.toString(), failed);
        }
    }

    /** Reads the text of a {@code .properties} file in UTF-8 up to the end of the stream, which stays open. */
    public static Config load(final InputStream stream) {
        try {
            return read("stream", stream.readAllBytes());
        } catch (final IOException failed) {
            throw unreadable("stream", failed);
        }
    }

    /** The value of a setting. */
    public <T> T get(final Property<T> property) {
        final Assigned<?> assigned = values.get(property.name());
        if (assigned == null) {
            return property.byDefault();
        }
        // Sound: an entry's key begins with the name of its property, and names are unique.
        @SuppressWarnings("unchecked")
        final T value = (T) assigned.value();
        return value;
    }

    /** Where a value was set: {@code default}, {@code file:line}, {@code system property} or {@code code}. */
    public String origin(final Property<?> property) {
        final Assigned<?> assigned = values.get(property.name());
        return assigned == null ? BY_DEFAULT : assigned.origin();
    }

    /** A copy in which the setting has this value. */
    public <T> Config with(final Property<T> property, final T value) {
        return assign(property, property.name(), value);
    }

    /** A copy in which the setting has this value for the ring or stage of this name. */
    public <T> Config with(final Property<T> property, final String name, final T value) {
        return assign(property, property.name() + ConfigReader.AT + name, value);
    }

    /** These settings as they hold for one ring. */
    public Config forRing(final String name) {
        return view(Scope.RING, name);
    }

    /** These settings as they hold for one stage. */
    public Config forStage(final String name) {
        return view(Scope.STAGE, name);
    }

    /** Refuses overrides for rings or stages that do not exist, so that a slip in a name is not lost in silence. */
    public void requireNames(final Scope scope, final Collection<String> names) {
        final List<String> problems = new ArrayList<>();
        for (final Map.Entry<String, Assigned<?>> entry : values.entrySet()) {
            final String key = entry.getKey();
            final Property<?> property = entry.getValue().property();
            final boolean override =
                    property.scope() == scope && key.length() > property.name().length();
            final String name = override ? key.substring(property.name().length() + 1) : "";
            if (override && !names.contains(name)) {
                problems.add(entry.getValue().origin() + ": " + key + ": no " + scope.noun() + " is named " + name
                        + NearestName.of(name, names)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse(": there are " + new TreeSet<>(names)));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
    }

    /** All values that were set, each with its origin. */
    @Override
    public String toString() {
        final List<String> texts = new ArrayList<>();
        values.forEach((key, assigned) -> texts.add(key + "=" + assigned.text() + " (" + assigned.origin() + ")"));
        return "Config" + texts;
    }

    private <T> Config assign(final Property<T> property, final String key, final T value) {
        ConfigReader.checkOverride(property, key);
        final Map<String, Assigned<?>> copy = new TreeMap<>(values);
        copy.put(key, new Assigned<>(property, property.check(key, value), BY_CODE));
        return new Config(copy);
    }

    private Config view(final Scope scope, final String name) {
        final Map<String, Assigned<?>> copy = new TreeMap<>(values);
        for (final Property<?> property : Settings.all()) {
            final Assigned<?> override = values.get(property.name() + ConfigReader.AT + name);
            if (property.scope() == scope && override != null) {
                copy.put(property.name(), override);
            }
        }
        return new Config(copy);
    }

    private static Config read(final String subject, final byte[] bytes) {
        final String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (final CharacterCodingException malformed) {
            throw new IllegalArgumentException(subject + ": not UTF-8 text: save it as UTF-8", malformed);
        }
        return new ConfigReader()
                .file(subject, text)
                .system(System.getProperties())
                .config();
    }

    private static Optional<Path> fileNamed(final String name) {
        try {
            return Optional.of(Path.of(name)).filter(Files::exists);
        } catch (final InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static @Nullable InputStream resource(final String name) {
        final ClassLoader context = Thread.currentThread().getContextClassLoader();
        final ClassLoader loader = context == null ? Config.class.getClassLoader() : context;
        return loader.getResourceAsStream(name);
    }

    private static UncheckedIOException unreadable(final String subject, final IOException failed) {
        return new UncheckedIOException(subject + ": cannot be read: " + failed.getMessage(), failed);
    }
}
