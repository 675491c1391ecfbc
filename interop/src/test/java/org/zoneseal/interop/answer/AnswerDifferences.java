package org.zoneseal.interop.answer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The list of answers that peers give differently: {@code answer-differences.txt}.
 *
 * <p>A line {@code = reason} cites a sentence of an RFC for the entries after it; an entry is
 * {@code feature type peer}, and the runs that it is for ({@code nsec3,optout}) unless it is for
 * all. Each matches one feature of the zones, one type and one peer, and must be used in every run
 * that it is for.
 *
 * <p>Two words stand in a peer's place. {@code ALL} admits that nothing is left to compare: every
 * peer that has the feature is listed for the type. {@code AGREED} admits that they gave one and
 * the same answer, and we another.
 */
final class AnswerDifferences {

    private static final String ALL = "ALL";
    private static final String AGREED = "AGREED";

    /** A feature and a type in one run: what is put to all peers. */
    record Subject(String feature, String type, Signing run) {

        @Override
        public String toString() {
            return feature + " " + type + " " + run.word();
        }
    }

    private record Entry(Subject subject, String peer) {

        @Override
        public String toString() {
            Subject of = subject;
            return of.feature() + " " + of.type() + " " + peer + " " + of.run().word();
        }
    }

    /** The entries, one for each run; true for those of entries that name no run. */
    private final Map<Entry, Boolean> listed = new LinkedHashMap<>();

    private final Map<Subject, Set<String>> asked = new LinkedHashMap<>();
    private final Set<Entry> used = new HashSet<>();

    static AnswerDifferences read(String resource) throws IOException {
        return of(lines(resource));
    }

    static AnswerDifferences of(List<String> lines) {
        AnswerDifferences all = new AnswerDifferences();
        StringBuilder reason = new StringBuilder();
        boolean open = false;
        for (String line : lines) {
            if (line.startsWith("=")) {
                if (!open) {
                    reason.setLength(0);
                }
                open = true;
                reason.append(line, 1, line.length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                open = false;
                if (!reason.toString().contains("RFC ")) {
                    throw new IllegalStateException("no RFC is cited for: " + line);
                }
                all.add(line.strip().split("\\s+"));
            }
        }
        return all;
    }

    private void add(String... words) {
        String line = String.join(" ", words);
        if (words.length < 3 || words.length > 4) {
            throw new IllegalStateException("no entry: " + line);
        }
        boolean isForAll = words.length == 3;
        for (Signing run : isForAll ? EnumSet.allOf(Signing.class) : runs(words[3])) {
            Entry entry = new Entry(new Subject(words[0], words[1], run), words[2]);
            if (listed.put(entry, isForAll) != null) {
                throw new IllegalStateException("twice: " + line);
            }
        }
    }

    private static Collection<Signing> runs(String words) {
        return Stream.of(words.split(","))
                .map(word -> Signing.valueOf(word.toUpperCase(Locale.ROOT)))
                .toList();
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

    /** Notes that a peer was asked. */
    void asked(Subject subject, NameServer.Program peer) {
        asked.computeIfAbsent(subject, s -> new TreeSet<>()).add(peer.name());
    }

    /** Whether a peer's difference is listed; the entry counts as used. */
    boolean has(Subject subject, NameServer.Program peer) {
        return has(subject, peer.name());
    }

    /** Whether it is listed that peers agree with each other and not with us. */
    boolean hasAgreed(Subject subject) {
        return has(subject, AGREED);
    }

    private boolean has(Subject subject, String peer) {
        Entry entry = new Entry(subject, peer);
        if (!listed.containsKey(entry)) {
            return false;
        }
        used.add(entry);
        return true;
    }

    /** What no peer is compared for, though the list does not admit it: known at the end only. */
    Set<String> uncompared() {
        Set<String> rest = new TreeSet<>();
        asked.forEach((subject, peers) -> {
            boolean isLost =
                    peers.stream().allMatch(peer -> used.contains(new Entry(subject, peer)));
            if (isLost && !has(subject, ALL)) {
                rest.add(subject.toString());
            }
        });
        return rest;
    }

    /** Entries, or runs of an entry, that nothing used; to be asked for last. */
    Set<String> unused() {
        Set<String> rest = new TreeSet<>();
        listed.forEach((entry, isForAll) -> {
            boolean isExcused = isForAll && isAskedInOtherRunsAlone(entry.subject());
            if (!used.contains(entry) && !isExcused) {
                rest.add(entry.toString());
            }
        });
        return rest;
    }

    private boolean isAskedInOtherRunsAlone(Subject subject) {
        return !asked.containsKey(subject)
                && Stream.of(Signing.values())
                        .map(run -> new Subject(subject.feature(), subject.type(), run))
                        .anyMatch(asked::containsKey);
    }
}
