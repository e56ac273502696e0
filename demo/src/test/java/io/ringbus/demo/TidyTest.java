// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a machine can see of the house style in the files themselves; each finding is {@code path:line: X, use Y}. */
class TidyTest {
    private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";
    private static final int LINES_MAX = 400;
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", "node_modules", "results");
    /** Written in halves, for this file is read too. */
    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    private static final Pattern BANNED_NAME =
            Pattern.compile(".*(Manager|Utils?|Helper|Impl|Common|Info)|(Abstract|Base)[A-Z].*|I[A-Z][a-z].*");

    private static final Path ROOT = root();
    private static final List<Path> JAVA_FILES = new ArrayList<>();

    @BeforeAll
    static void walkTheRepository() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes) {
                final boolean skipped = NOT_OURS.contains(folder.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    JAVA_FILES.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void javaFilesNameTheirLicenceInTheFirstLine() throws IOException {
        final List<String> findings = new ArrayList<>();
        for (final Path file : JAVA_FILES) {
            if (!Files.readString(file).startsWith(LICENCE + "\n")) {
                findings.add(at(file, 1) + "no licence, use " + LICENCE);
            }
        }
        assertNone(findings);
    }

    @Test
    void javaFilesFitOnFourHundredLines() throws IOException {
        final List<String> findings = new ArrayList<>();
        for (final Path file : JAVA_FILES) {
            final int lines = Files.readAllLines(file).size();
            if (lines > LINES_MAX) {
                findings.add(at(file, lines) + lines + " lines > " + LINES_MAX + ", use two files");
            }
        }
        assertNone(findings);
    }

    @Test
    void nothingIsLeftOpen() throws IOException {
        final List<String> findings = new ArrayList<>();
        for (final Path file : JAVA_FILES) {
            final List<String> lines = Files.readAllLines(file);
            for (int index = 0; index < lines.size(); index++) {
                if (LEFT_OPEN.matcher(lines.get(index)).find()) {
                    findings.add(at(file, index + 1) + "work left open, use the code that does it");
                }
            }
        }
        assertNone(findings);
    }

    @Test
    void namesSayWhatAThingIs() {
        final List<String> findings = new ArrayList<>();
        for (final Path file : JAVA_FILES) {
            final String name = file.getFileName().toString().replace(".java", "");
            if (BANNED_NAME.matcher(name).matches()) {
                findings.add(at(file, 1) + name + ", use the noun that is missing");
            }
        }
        assertNone(findings);
    }

    @Test
    void everyMainPackageIsDescribedAndNullMarked() throws IOException {
        final List<String> findings = new ArrayList<>();
        for (final Path file : JAVA_FILES) {
            final Path description = file.resolveSibling("package-info.java");
            if (!file.toString().replace('\\', '/').contains("/src/main/java/")) {
                continue;
            }
            if (!Files.exists(description)) {
                findings.add(at(file, 1) + "no package-info.java beside it, use one with two sentences");
            } else if (file.equals(description) && !Files.readString(file).contains("\n@NullMarked\n")) {
                findings.add(at(file, 1) + "nullness is not said, use @NullMarked");
            }
        }
        assertNone(findings);
    }

    private static void assertNone(final List<String> findings) {
        assertEquals("", String.join("\n", findings));
    }

    private static String at(final Path file, final int line) {
        return ROOT.relativize(file) + ":" + line + ": ";
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
