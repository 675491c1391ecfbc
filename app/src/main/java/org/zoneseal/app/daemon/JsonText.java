package org.zoneseal.app.daemon;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * JSON in one line, of maps, collections, text, numbers and truth values: what a daemon answers.
 * The library that {@code --json} uses would cost a running daemon ten megabytes for it.
 */
public final class JsonText {

    private JsonText() {}

    public static String of(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Object value) {
        switch (value) {
            case Map<?, ?> map -> appendMap(out, map);
            case Collection<?> items -> appendItems(out, items);
            case Long _, Integer _, Boolean _ -> out.append(value);
            default -> appendText(out, value.toString());
        }
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            appendText(out, String.valueOf(entry.getKey()));
            out.append(':');
            append(out, entry.getValue());
            separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private static void appendItems(StringBuilder out, Collection<?> items) {
        String separator = "[";
        for (Object item : items) {
            out.append(separator);
            append(out, item);
            separator = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
