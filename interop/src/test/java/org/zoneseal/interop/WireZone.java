package org.zoneseal.interop;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;

/**
 * A zone as sorted lines {@code owner type rdata-in-hex}: what different programs read out of the
 * same text is compared in this form.
 */
final class WireZone {

    private WireZone() {}

    /** What Zoneseal reads. */
    static Set<String> ours(Path file, Name origin) throws IOException {
        Set<String> lines = new TreeSet<>();
        ZoneFileReader.read(
                ZoneFileSource.of(file),
                ZoneFileOptions.of(origin),
                (owner, at, length, type, recordClass, ttl, rdata, from, size, position) ->
                        lines.add(line(Name.fromWire(owner, at), type, rdata, from, size)));
        return lines;
    }

    /**
     * What {@code named-compilezone -F raw} reads: 24 bytes of header, then for each RRset its
     * length, class, type, covered type, TTL, count, owner, and the record data behind their
     * lengths.
     */
    static Set<String> bind(Path raw) throws IOException {
        Set<String> lines = new TreeSet<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(raw))) {
            in.skipNBytes(24);
            while (readRrset(in, lines)) {}
        }
        return lines;
    }

    private static boolean readRrset(DataInputStream in, Set<String> lines) throws IOException {
        try {
            in.readInt();
        } catch (EOFException e) {
            return false;
        }
        in.readUnsignedShort();
        int type = in.readUnsignedShort();
        in.readUnsignedShort();
        in.readInt();
        int count = in.readInt();
        Name owner = Name.fromWire(in.readNBytes(in.readUnsignedShort()), 0);
        for (int i = 0; i < count; i++) {
            byte[] rdata = in.readNBytes(in.readUnsignedShort());
            lines.add(line(owner, type, rdata, 0, rdata.length));
        }
        return true;
    }

    /** What {@code ldns-read-zone} reads, asked for the generic form of RFC 3597. */
    static Set<String> generic(String text) {
        Set<String> lines = new TreeSet<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split("\\s+", 7);
            if (words.length > 5 && words[4].equals("\\#")) {
                String hex = words.length > 6 ? words[6].replace(" ", "") : "";
                byte[] rdata = HexFormat.of().parseHex(hex.strip());
                int type = Integer.parseInt(words[3].substring("TYPE".length()));
                lines.add(line(Name.parse(words[0]), type, rdata, 0, rdata.length));
            }
        }
        return lines;
    }

    private static String line(Name owner, int type, byte[] rdata, int offset, int length) {
        return owner + " " + type + " " + HexFormat.of().formatHex(rdata, offset, offset + length);
    }
}
