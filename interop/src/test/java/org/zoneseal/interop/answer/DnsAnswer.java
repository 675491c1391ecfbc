package org.zoneseal.interop.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;

/**
 * What a server answered, so that answers can be compared: sections are sets of records, names in
 * lower case, OPT left out.
 *
 * @param repeated records that were in a section twice
 */
record DnsAnswer(
        String code,
        boolean isAuthoritative,
        boolean isTruncated,
        boolean isAuthentic,
        SortedSet<String> answer,
        SortedSet<String> authority,
        SortedSet<String> additional,
        List<String> repeated) {

    private static final RecordLines LINES = new RecordLines();

    static DnsAnswer read(byte[] message, int length) {
        synchronized (LINES) {
            return read(message, length, LINES);
        }
    }

    private static DnsAnswer read(byte[] message, int length, RecordLines lines) {
        MessageReader reader = new MessageReader().wrap(message, 0, length);
        SortedSet<String> answer = new TreeSet<>();
        SortedSet<String> authority = new TreeSet<>();
        SortedSet<String> additional = new TreeSet<>();
        List<String> repeated = new ArrayList<>();
        while (reader.next()) {
            SortedSet<String> section =
                    switch (reader.section()) {
                        case QUESTION -> new TreeSet<>();
                        case ANSWER -> answer;
                        case AUTHORITY -> authority;
                        case ADDITIONAL -> additional;
                    };
            if (reader.section() != Section.QUESTION && reader.type() != RecordType.OPT) {
                String line = lines.line(reader);
                if (!section.add(line)) {
                    repeated.add(line);
                }
            }
        }
        reader.requireEnd();
        return new DnsAnswer(
                ResponseCode.name(reader.responseCode()),
                reader.has(MessageFlags.AUTHORITATIVE),
                reader.has(MessageFlags.TRUNCATED),
                reader.has(MessageFlags.AUTHENTIC_DATA),
                answer,
                authority,
                additional,
                repeated);
    }

    String status() {
        return code + (isAuthoritative ? " AA" : "") + (isTruncated ? " TC" : "");
    }

    /** Whether another server's answer says the same. */
    boolean isLike(DnsAnswer other) {
        return status().equals(other.status())
                && answer.equals(other.answer)
                && authority.equals(other.authority)
                && additional.equals(other.additional);
    }

    /** The same, where one of the two may be cut and additional records may be left out. */
    boolean isLikeWhatIsLeftOf(DnsAnswer other) {
        boolean isCut = isTruncated || other.isTruncated;
        return code.equals(other.code)
                && isAuthoritative == other.isAuthoritative
                && (isCut || answer.equals(other.answer) && authority.equals(other.authority));
    }

    /** Where the aliases lead. */
    List<Name> aliasTargets() {
        return aliases().map(columns -> Name.parse(columns[3])).toList();
    }

    /** Whether the aliases never come to an end: each leads to another one. */
    boolean isLoop() {
        List<Name> owners = aliases().map(columns -> Name.parse(columns[0])).toList();
        return !owners.isEmpty() && owners.containsAll(aliasTargets());
    }

    private Stream<String[]> aliases() {
        return answer.stream()
                .map(line -> line.split("\t"))
                .filter(columns -> columns[2].equals("cname"));
    }

    /** Whether the longer of two answers begins as the shorter does: aliases, cut somewhere. */
    boolean isSameWay(DnsAnswer other) {
        return isAuthoritative == other.isAuthoritative
                && (answer.containsAll(other.answer) || other.answer.containsAll(answer));
    }

    @Override
    public String toString() {
        return status()
                + section("answer", answer)
                + section("authority", authority)
                + section("additional", additional)
                + (repeated.isEmpty() ? "" : section("REPEATED", repeated));
    }

    private static String section(String name, Iterable<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append("\n    ").append(name).append(": ");
            text.append(line.length() > 160 ? line.substring(0, 160) : line);
        }
        return text.toString();
    }
}
