package org.zoneseal.interop.answer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3Hash;

/** The spans of hashes in an answer of which NSEC3 records say that they are opted out. */
final class OptOutSpans {

    private static final String OPT_OUT = "1";

    private record Span(Name zone, String from, String to) {

        boolean covers(String hash) {
            boolean isBehind = hash.compareTo(from) > 0;
            boolean isBefore = hash.compareTo(to) < 0;
            boolean isLast = from.compareTo(to) >= 0;
            return isLast ? isBehind || isBefore : isBehind && isBefore;
        }
    }

    private final List<Span> spans = new ArrayList<>();

    /** Reads those that stand in the authority section, of zones that hash once, without salt. */
    OptOutSpans(DnsAnswer answer) {
        for (String line : answer.authority()) {
            String[] columns = line.split("\t");
            if (columns[2].equals("nsec3")) {
                String[] data = columns[3].split(" ");
                Name owner = Name.parse(columns[0]);
                if (data[1].equals(OPT_OUT)) {
                    String from = columns[0].substring(0, columns[0].indexOf('.'));
                    spans.add(new Span(owner.parent(), from, data[4]));
                }
            }
        }
    }

    /**
     * Whether one covers a name or an ancestor of it: a name that is there is never covered, but
     * for an insecure delegation, so the one that is covered is the next closer name.
     */
    boolean cover(Name name) {
        for (Span span : spans) {
            for (Name n = name; n.isAtOrBelow(span.zone()) && !n.isRoot(); n = n.parent()) {
                if (span.covers(hash(n))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String hash(Name name) {
        byte[] wire = name.toCanonicalWire();
        byte[] hash = new byte[Nsec3Hash.LENGTH];
        new Nsec3Hash(0, new byte[0]).hash(wire, 0, wire.length, hash, 0);
        byte[] text = new byte[Base32Hex.encodedLength(hash.length)];
        Base32Hex.encode(hash, 0, hash.length, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
