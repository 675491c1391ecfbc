package org.zoneseal.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileWriter;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** Versions as zone files, the SOA first, for programs that read nothing else. */
public final class ZoneText {

    private ZoneText() {}

    /** The text of all records. */
    public static String of(ZoneVersion version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(version, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Writes it to a file. */
    public static void write(ZoneVersion version, Path file) throws IOException {
        write(version, Files.newOutputStream(file));
    }

    private static void write(ZoneVersion version, OutputStream stream) throws IOException {
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        try (ZoneFileWriter out = new ZoneFileWriter(stream)) {
            NodeCursor nodes = version.allNodes();
            while (nodes.next()) {
                nodes.owner(owner, 0);
                RrsetCursor rrsets = nodes.rrsets();
                if (nodes.isApex() && rrsets.find(RecordType.SOA)) {
                    write(out, owner, RecordType.SOA, rrsets.ttl(), rrsets.rdatas());
                    rrsets.rewind();
                }
                while (rrsets.next()) {
                    if (rrsets.type() != RecordType.SOA) {
                        write(out, owner, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
                    }
                    write(out, owner, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
                }
            }
        }
    }

    private static void write(
            ZoneFileWriter out, byte[] owner, int type, long ttl, RdataCursor rdatas)
            throws IOException {
        while (rdatas.next()) {
            out.record(owner, 0, type, ttl, rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
    }
}
