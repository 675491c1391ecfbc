package org.zoneseal.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The zone that the budgets are stated for: {@code example.} with many delegations, as a registry
 * has them.
 *
 * <p>Two NS each, a DS for a share of the names, glue for 2 %. The same arguments give the same
 * bytes, on any machine and in any language that has the same generator.
 */
final class TldZone {

    private static final String HEAD =
            """
            $ORIGIN example.
            $TTL 86400
            @ IN SOA ns1.nic.example. hostmaster.nic.example. 2026112200 1800 900 604800 3600
            @ IN NS ns1.nic.example.
            @ IN NS ns2.nic.example.
            ns1.nic IN A 192.0.2.1
            ns1.nic IN AAAA 2001:db8::1
            ns2.nic IN A 192.0.2.2
            """;
    private static final String[] JOINTS = {"", "-", ""};
    private static final int WORDS = 3_000;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final MersenneTwister random = new MersenneTwister(42);
    private final String[] words = new String[WORDS];
    private final int delegations;
    private final double secureShare;
    private final StringBuilder text = new StringBuilder(512);

    /**
     * A zone that is not written yet.
     *
     * @param delegations how many names are delegated
     * @param secureShare the share of them with a DS, 0 to 1
     */
    TldZone(int delegations, double secureShare) {
        this.delegations = delegations;
        this.secureShare = secureShare;
        for (int i = 0; i < WORDS; i++) {
            words[i] = word();
        }
    }

    /** Writes the zone, once. */
    void writeTo(OutputStream out) throws IOException {
        text.append(HEAD);
        SeenNames seen = new SeenNames(delegations);
        while (seen.size() < delegations) {
            String name = name();
            if (seen.add(name)) {
                delegate(name);
                out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                text.setLength(0);
            }
        }
    }

    private String word() {
        char[] letters = new char[random.between(3, 7)];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) ('a' + random.below(26));
        }
        return new String(letters);
    }

    private String name() {
        String name = words[random.below(WORDS)] + JOINTS[random.below(3)];
        name += words[random.below(WORDS)];
        return random.fraction() < 0.3 ? name + random.between(0, 999) : name;
    }

    private void delegate(String name) {
        int hoster = random.between(1, 500);
        nameServer(name, "ns1.hoster" + hoster + ".net.");
        nameServer(name, "ns2.hoster" + hoster + ".net.");
        if (random.fraction() < secureShare) {
            text.append(name).append(" IN DS ").append(random.between(1, 65_535)).append(" 13 2 ");
            text.append(HEX.formatHex(digest())).append('\n');
        }
        if (random.fraction() < 0.02) {
            nameServer(name, "ns1." + name);
            text.append("ns1.").append(name).append(" IN A 198.51.100.");
            text.append(random.between(1, 254)).append('\n');
        }
    }

    private void nameServer(String name, String server) {
        text.append(name).append(" IN NS ").append(server).append('\n');
    }

    // A number of 256 bits is drawn least significant word first and written big-endian.
    private byte[] digest() {
        byte[] digest = new byte[32];
        for (int at = 28; at >= 0; at -= 4) {
            int word = random.bits(32);
            digest[at] = (byte) (word >>> 24);
            digest[at + 1] = (byte) (word >>> 16);
            digest[at + 2] = (byte) (word >>> 8);
            digest[at + 3] = (byte) word;
        }
        return digest;
    }
}
