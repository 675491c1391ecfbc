package org.zoneseal.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.ZoneFileWriter;

/**
 * A response as text: {@code owner ttl TYPE data}, section by section.
 *
 * @param code the response code's name
 */
record Answer(
        String code,
        boolean isAuthoritative,
        boolean isTruncated,
        Map<Section, List<String>> sections,
        int length) {

    static Answer read(byte[] message, int offset, int length, int code) {
        MessageReader reader = new MessageReader().wrap(message, offset, length);
        Map<Section, List<String>> sections = new EnumMap<>(Section.class);
        while (reader.next()) {
            if (reader.section() != Section.QUESTION) {
                sections.computeIfAbsent(reader.section(), s -> new ArrayList<>())
                        .add(line(reader));
            }
        }
        reader.requireEnd();
        return new Answer(
                ResponseCode.name(code),
                reader.has(MessageFlags.AUTHORITATIVE),
                reader.has(MessageFlags.TRUNCATED),
                sections,
                length);
    }

    private static String line(MessageReader reader) {
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        byte[] rdata = new byte[66_000];
        reader.name(owner, 0);
        int length = reader.rdata(rdata, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZoneFileWriter writer = new ZoneFileWriter(out)) {
            writer.record(owner, 0, reader.type(), reader.ttl(), rdata, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString(StandardCharsets.US_ASCII).strip().replace("\tIN\t", "\t");
        text = text.replace('\t', ' ');
        return reader.type() == RecordType.RRSIG ? covered(text) : text;
    }

    /** Of an RRSIG only what it covers, its labels and its TTLs. */
    private static String covered(String text) {
        String[] words = text.split(" ");
        return String.join(" ", List.of(words).subList(0, 7));
    }

    List<String> answer() {
        return in(Section.ANSWER);
    }

    List<String> authority() {
        return in(Section.AUTHORITY);
    }

    List<String> additional() {
        return in(Section.ADDITIONAL);
    }

    private List<String> in(Section section) {
        return sections.getOrDefault(section, List.of());
    }

    /** Code and flags, such as {@code NOERROR AA TC}. */
    String status() {
        return code + (isAuthoritative ? " AA" : "") + (isTruncated ? " TC" : "");
    }
}
