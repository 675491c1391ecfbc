package org.zoneseal.interop.answer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list of answers that peers give differently: {@code answer-differences.txt}.
 *
 * <p>A line {@code = reason} cites a sentence of an RFC for the entries after it; an entry is
 * {@code feature type peer}. Each matches one feature of the zones, one type and one peer, and must
 * be used.
 */
final class AnswerDifferences {

    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();

    static AnswerDifferences read(String resource) throws IOException {
        AnswerDifferences all = new AnswerDifferences();
        StringBuilder reason = new StringBuilder();
        boolean open = false;
        for (String line : lines(resource)) {
            if (line.startsWith("=")) {
                if (!open) {
                    reason.setLength(0);
                }
                open = true;
                reason.append(line, 1, line.length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                open = false;
                all.add(line.strip().replaceAll("\\s+", " "), reason.toString().strip());
            }
        }
        return all;
    }

    private void add(String entry, String reason) {
        if (!reason.contains("RFC ") || entry.split(" ").length != 3) {
            throw new IllegalStateException("no RFC cited, or no entry: " + entry);
        }
        if (reasons.put(entry, reason) != null) {
            throw new IllegalStateException("twice: " + entry);
        }
    }

    private static List<String> lines(String resource) throws IOException {
        InputStream in = AnswerDifferences.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(resource + " is missing");
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    /** Whether a difference is listed; the entry counts as used. */
    boolean has(String feature, String type, NameServer.Program peer) {
        String entry = feature + " " + type + " " + peer;
        if (reasons.containsKey(entry)) {
            used.add(entry);
            return true;
        }
        return false;
    }

    /** Entries that nothing used. */
    Set<String> unused() {
        Set<String> rest = new TreeSet<>(reasons.keySet());
        rest.removeAll(used);
        return rest;
    }
}
