package org.zoneseal.interop.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The table {@code pkcs11-differences.txt}: each step of the script that SoftHSM and we answer
 * differently, what both answer, and the section of the standard that decides.
 *
 * <p>A line that begins with {@code =} says the section and the reason for the lines after it;
 * those are {@code step | SoftHSM's answer | ours}.
 */
record KnownDifferences(Map<String, Difference> byStep) {

    private static final String ABSENT = "-";

    record Difference(String control, String ours) {}

    static KnownDifferences read(String resource) throws IOException {
        Map<String, Difference> all = new LinkedHashMap<>();
        boolean explained = false;
        for (String line : lines(resource)) {
            if (line.startsWith("=")) {
                explained = line.contains("§");
            } else if (!line.isBlank() && !line.startsWith("#")) {
                add(all, line, explained);
            }
        }
        return new KnownDifferences(all);
    }

    private static void add(Map<String, Difference> all, String line, boolean explained) {
        String[] parts = line.split("\\|", -1);
        if (!explained || parts.length != 3) {
            throw new IllegalStateException("no section, or no difference: " + line);
        }
        Difference difference = new Difference(parts[1].strip(), parts[2].strip());
        if (all.put(parts[0].strip(), difference) != null) {
            throw new IllegalStateException("twice: " + line);
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = KnownDifferences.class.getResourceAsStream(resource);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    /** What is different and not in the table, and what is in the table and not different. */
    List<String> surprises(Map<String, String> control, Map<String, String> ours) {
        List<String> surprises = new ArrayList<>();
        TreeSet<String> steps = new TreeSet<>(control.keySet());
        steps.addAll(ours.keySet());
        steps.addAll(byStep.keySet());
        for (String step : steps) {
            String theirs = control.getOrDefault(step, ABSENT);
            String mine = ours.getOrDefault(step, ABSENT);
            Difference listed = byStep.getOrDefault(step, new Difference(mine, mine));
            boolean same = theirs.equals(mine);
            if (same ? byStep.containsKey(step) : !listed.equals(new Difference(theirs, mine))) {
                surprises.add(
                        (same ? "no longer different: " : "not in the table: ")
                                + step
                                + " | "
                                + theirs
                                + " | "
                                + mine);
            }
        }
        return surprises;
    }
}
