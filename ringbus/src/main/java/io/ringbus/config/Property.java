// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.util.Objects;

/**
 * One setting: its name, unit, default, bounds and meaning in one place, so that the reference table, the check and the
 * error message cannot disagree. All of them are constants of {@link Settings}.
 *
 * <p><b>Threading.</b> Any thread; immutable.
 * <p><b>Failure.</b> A refused value is an {@link IllegalArgumentException} that names the setting, the value, the
 * bounds and the default.
 */
public final class Property<T> {
    private final String name;
    private final Scope scope;
    private final Kind<T> kind;
    private final T byDefault;
    private final String description;

    Property(final String name, final Scope scope, final Kind<T> kind, final T byDefault, final String description) {
        this.name = name;
        this.scope = scope;
        this.kind = kind;
        this.byDefault = byDefault;
        this.description = description;
        kind.check(byDefault);
    }

    /** The key in files and system properties. */
    public String name() {
        return name;
    }

    /** What a value holds for. */
    public Scope scope() {
        return scope;
    }

    /** What the number counts, or the sort of word that is expected. */
    public String unit() {
        return kind.unit();
    }

    /** The value where nothing else is set. */
    public T byDefault() {
        return byDefault;
    }

    /** The default as it would be written in a file. */
    public String defaultText() {
        return kind.text(byDefault);
    }

    /** The values allowed, in words. */
    public String bounds() {
        return kind.bounds();
    }

    /** One line for the reference table. */
    public String description() {
        return description;
    }

    /** Reads a value as it is written in a file. */
    public T parse(final String text) {
        return parse(name, text);
    }

    /** Returns the value if it is within the bounds. */
    public T check(final T value) {
        return check(name, value);
    }

    /** Writes a value as {@link #parse} reads it. */
    public String text(final T value) {
        return kind.text(value);
    }

    T parse(final String key, final String text) {
        final String stripped = text.strip();
        try {
            final T value = kind.parse(stripped);
            kind.check(value);
            return value;
        } catch (final IllegalArgumentException refused) {
            throw refusal(key, stripped, refused);
        }
    }

    T check(final String key, final T value) {
        Objects.requireNonNull(value, name);
        try {
            kind.check(value);
            return value;
        } catch (final IllegalArgumentException refused) {
            throw refusal(key, kind.text(value), refused);
        }
    }

    private IllegalArgumentException refusal(final String key, final String text, final RuntimeException refused) {
        final String shown = defaultText().isEmpty() ? "empty" : defaultText();
        return new IllegalArgumentException(
                key + "=" + text + " " + refused.getMessage() + " (default " + shown + ")", refused);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
