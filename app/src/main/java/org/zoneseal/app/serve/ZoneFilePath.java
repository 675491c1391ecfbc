package org.zoneseal.app.serve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.zoneseal.dns.Name;

/**
 * A path with {@code {zone}} in it, which stands for a zone's name.
 *
 * <p>Names may come from a catalog, so from others: whatever is not a letter, a digit, {@code -} or
 * {@code _} in a label becomes {@code %XX}, and no name leaves its folder.
 */
record ZoneFilePath(String pattern) {

    private static final String ZONE = "{zone}";

    /** Whether it is another file for each zone. */
    boolean isForEach() {
        return pattern.contains(ZONE);
    }

    /** The file of a zone. */
    Path of(Name zone, Path base) {
        return base.resolve(pattern.replace(ZONE, fileName(zone)));
    }

    /** A zone's name as it may stand in a path: {@code example.com}; {@code @root} for the root. */
    static String fileName(Name zone) {
        if (zone.isRoot()) {
            return "@root";
        }
        StringBuilder text = new StringBuilder();
        byte[] wire = zone.toCanonicalWire();
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            text.append(at == 0 ? "" : ".");
            append(text, new String(wire, at + 1, wire[at], StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean isPlain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            text.append(
                    isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
    }
}
