// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares README.md with the settings; {@code -Dringbus.test.readme=write} brings it up to date. */
class SettingsTableTest {
    private static final String REMEDY =
            "run: mvn -pl ringbus test -Dtest=SettingsTableTest -Dringbus.test.readme=write";

    @Test
    void readmeShowsTheSettingsAsTheyAre() throws IOException {
        final Path readme = repository().resolve("README.md");
        assertTrue(
                Files.exists(readme),
                readme + " is missing: create it with a line " + SettingsTable.BEGIN + " and a line "
                        + SettingsTable.END + ", then " + REMEDY);
        final String text = Files.readString(readme);
        final int begin = text.indexOf(SettingsTable.BEGIN);
        final int end = text.indexOf(SettingsTable.END);
        assertTrue(
                begin >= 0 && end > begin,
                readme + " lacks the markers: add a line " + SettingsTable.BEGIN + " and a line " + SettingsTable.END
                        + " where the settings belong, then " + REMEDY);
        final int behind = end + SettingsTable.END.length();
        if ("write".equals(System.getProperty("ringbus.test.readme"))) {
            Files.writeString(readme, text.substring(0, begin) + SettingsTable.markdown() + text.substring(behind));
            return;
        }
        assertEquals(
                SettingsTable.markdown(),
                text.substring(begin, behind).replace("\r\n", "\n"),
                readme + " shows other settings: " + REMEDY);
    }

    @Test
    void everyRowHasSixCells() {
        for (final String line : SettingsTable.markdown().split("\n", -1)) {
            if (line.startsWith("|")) {
                assertEquals(8, line.split("\\|", -1).length, line);
            }
        }
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
