package org.zoneseal.interop.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;
import org.zoneseal.dns.ZoneFileWriter;

/**
 * Records of messages as lines of a zone file, class left out, names in lower case. It is for one
 * thread at a time: the writer is large, and there are a million records.
 */
final class RecordLines {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ZoneFileWriter writer = new ZoneFileWriter(out);
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private final byte[] rdata = new byte[66_000];

    /** The record that a reader is at. */
    String line(MessageReader reader) {
        int ownerLength = reader.name(owner, 0);
        WireNames.toLowerCase(owner, 0, ownerLength);
        int length = reader.rdata(rdata, 0);
        out.reset();
        try {
            writer.record(owner, 0, reader.type(), reader.ttl(), rdata, 0, length);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString(StandardCharsets.US_ASCII).strip().replace("\tIN\t", "\t");
        return switch (reader.type()) {
            case RecordType.TXT, RecordType.RRSIG, RecordType.DNSKEY -> text;
            default -> text.toLowerCase(Locale.ROOT);
        };
    }
}
