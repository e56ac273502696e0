// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** Writes the reference table of all {@link Settings} that README.md shows. */
public final class SettingsTable {
    /** The line before the table. */
    public static final String BEGIN = "<!-- settings:begin -->";

    /** The line behind the table. */
    public static final String END = "<!-- settings:end -->";

    private SettingsTable() {}

    /** The table in Markdown, from {@link #BEGIN} to {@link #END}. */
    public static String markdown() {
        final StringBuilder table = new StringBuilder(BEGIN)
                .append("\n| Setting | Unit | Default | Bounds | By name | Description |\n|---|---|---|---|---|---|\n");
        for (final Property<?> property : Settings.all()) {
            final String byDefault = property.defaultText();
            table.append("| `").append(property.name());
            table.append("` | ").append(property.unit());
            table.append(" | ").append(byDefault.isEmpty() ? "empty" : "`" + byDefault + "`");
            table.append(" | ").append(property.bounds());
            table.append(" | ").append(byName(property.scope()));
            table.append(" | ").append(property.description()).append(" |\n");
        }
        return table.append(END).toString();
    }

    private static String byName(final Scope scope) {
        return scope == Scope.PIPELINE ? "" : "`@" + scope.noun() + "`";
    }
}
