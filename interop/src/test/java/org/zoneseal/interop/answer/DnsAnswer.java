package org.zoneseal.interop.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.WireNames;
import org.zoneseal.dns.ZoneFileWriter;

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

    static DnsAnswer read(byte[] message, int length) {
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
                String line = line(reader);
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

    private static String line(MessageReader reader) {
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        byte[] rdata = new byte[66_000];
        int ownerLength = reader.name(owner, 0);
        WireNames.toLowerCase(owner, 0, ownerLength);
        int length = reader.rdata(rdata, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZoneFileWriter writer = new ZoneFileWriter(out)) {
            writer.record(owner, 0, reader.type(), reader.ttl(), rdata, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString(StandardCharsets.US_ASCII).strip().replace("\tIN\t", "\t");
        return switch (reader.type()) {
            case RecordType.TXT, RecordType.RRSIG, RecordType.DNSKEY -> text;
            default -> text.toLowerCase(Locale.ROOT);
        };
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
