// SPDX-License-Identifier: Apache-2.0
import java.nio.file.Files;
import java.nio.file.Path;

/** Says whether a file is one JSON value: {@code java .ci/CheckJson.java FILE} exits 0, or 1 with the offset. */
final class CheckJson {
    private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
    private static final String STRING = "\"([^\"\\\\\\x00-\\x1f]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"";
    private static final java.util.regex.Pattern SCALAR =
            java.util.regex.Pattern.compile(STRING + "|" + NUMBER + "|true|false|null");

    private final String text;
    private int offset;

    private CheckJson(final String text) {
        this.text = text;
    }

    public static void main(final String[] args) throws Exception {
        final CheckJson json = new CheckJson(Files.readString(Path.of(args[0])));
        try {
            json.value();
            if (json.peek() != '\0') {
                throw new IllegalArgumentException("more text after the value");
            }
        } catch (final IllegalArgumentException bad) {
            System.err.println(args[0] + ": offset=" + json.offset + ": " + bad.getMessage());
            System.exit(1);
        }
        System.out.println(args[0] + " is JSON, " + json.text.length() + " characters");
    }

    private void value() {
        switch (peek()) {
            case '{' -> members('}', true);
            case '[' -> members(']', false);
            default -> scalar();
        }
    }

    private void members(final char end, final boolean named) {
        offset++;
        if (peek() == end) {
            offset++;
            return;
        }
        while (true) {
            if (named) {
                if (peek() != '"') {
                    throw new IllegalArgumentException("a member needs a name");
                }
                scalar();
                take(':');
            }
            value();
            if (peek() == end) {
                offset++;
                return;
            }
            take(',');
        }
    }

    private void take(final char expected) {
        if (peek() != expected) {
            throw new IllegalArgumentException("expected '" + expected + "'");
        }
        offset++;
    }

    private void scalar() {
        peek();
        final java.util.regex.Matcher matcher = SCALAR.matcher(text).region(offset, text.length());
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException("no value");
        }
        offset = matcher.end();
    }

    private char peek() {
        while (offset < text.length() && " \t\r\n".indexOf(text.charAt(offset)) >= 0) {
            offset++;
        }
        return offset < text.length() ? text.charAt(offset) : '\0';
    }
}
