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
 * <p>A line {@code = reason} cites a sentence of an RFC for the entries after it; an entry is {@code
 * feature type peer}. Each matches one feature of the zones, one type and one peer, and must be
 * used.
 */
final class AnswerDifferences {

    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();

    static AnswerDifferences read(String resource) throws IOException {
        AnswerDifferences all = new AnswerDifferences();
        String reason = "";
        for (String line : lines(resource)) {
            if (line.startsWith("=")) {
                reason = line.substring(1).strip();
                if (!reason.contains("RFC ")) {
                    throw new IllegalStateException("no RFC cited: " + line);
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String entry = line.strip().replaceAll("\\s+", " ");
                if (reason.isEmpty() || entry.split(" ").length != 3) {
                    throw new IllegalStateException("no reason, or no entry: " + line);
                }
                if (all.reasons.put(entry, reason) != null) {
                    throw new IllegalStateException("twice: " + line);
                }
            }
        }
        return all;
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
