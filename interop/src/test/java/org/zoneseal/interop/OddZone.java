package org.zoneseal.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Zones with everything that makes signing hard, from a seed: cuts with and without DS, glue, names
 * that a cut or a DNAME hides, empty non-terminals, wildcards at every depth, upper case, odd bytes
 * in labels, long RRsets, unknown types.
 */
final class OddZone {

    private static final String[] LABELS = {
        "a",
        "b",
        "B",
        "ab",
        "z",
        "zz",
        "Www",
        "mail",
        "x\\.y",
        "sp\\032ace",
        "\\000",
        "\\255",
        "_tcp",
        "-",
        "0",
        "xn--nxasmq6b",
        "a-very-long-label-that-goes-on-and-on-up-to-its-bound"
    };

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> taken = new ArrayList<>();

    private OddZone(long seed) {
        this.random = new Random(seed);
    }

    /** The text of the zone {@code odd.example.} */
    static String text(long seed) {
        return new OddZone(seed).make();
    }

    private String make() {
        text.append("$ORIGIN odd.example.\n$TTL 3600\n");
        text.append("@ IN SOA ns1 Host.Master 2026112200 7200 3600 1209600 900\n");
        text.append("@ IN NS ns1\n@ IN NS ns.elsewhere.test.\nns1 IN A 192.0.2.1\n");
        text.append("@ IN MX 10 MAIL.odd.example.\n@ IN TXT \"v=spf1 -all\"\n");
        taken.add("ns1");
        for (int i = 0; i < 120; i++) {
            add(freshName());
        }
        return text.toString();
    }

    /** A name that is no other and is not above or below a delegation, an alias or a DNAME. */
    private String freshName() {
        while (true) {
            StringBuilder name = new StringBuilder(label());
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                name.append('.').append(label());
            }
            String made = name.toString();
            if (taken.stream().noneMatch(other -> related(made, other))) {
                taken.add(made);
                return made;
            }
        }
    }

    private static boolean related(String name, String other) {
        String one = name.toLowerCase(Locale.ROOT);
        String two = other.toLowerCase(Locale.ROOT);
        return one.equals(two) || one.endsWith("." + two) || two.endsWith("." + one);
    }

    private String label() {
        String label = LABELS[random.nextInt(LABELS.length)];
        return random.nextInt(3) == 0 ? label + random.nextInt(50) : label;
    }

    private void add(String name) {
        switch (random.nextInt(9)) {
            case 0 -> cut(name, true);
            case 1 -> cut(name, false);
            case 2 -> record("*." + name, "TXT \"wild\"");
            case 3 -> dname(name);
            case 4 -> record(name, "CNAME " + label() + ".somewhere.test.");
            case 5 -> longSet(name);
            case 6 -> record(name, "TYPE65280 \\# 3 " + (100_000 + random.nextInt(900_000)));
            case 7 -> record("deep.er.and.deep.er." + name, "A 192.0.2.7");
            default -> several(name);
        }
    }

    private void cut(String name, boolean isSecure) {
        record(name, "NS ns." + name);
        record(name, "NS NS.Elsewhere.Test.");
        record("ns." + name, "A 192.0.2.9");
        record("ns." + name, "AAAA 2001:DB8::9");
        if (random.nextBoolean()) {
            record("hidden.below." + name, "TXT \"never signed\"");
        }
        if (isSecure) {
            record(name, "DS " + random.nextInt(65536) + " 13 2 " + "0123456789abcdef".repeat(4));
        }
    }

    private void dname(String name) {
        record(name, "DNAME target.test.");
        record(name, "TXT \"beside a DNAME\"");
    }

    private void longSet(String name) {
        for (int i = 0; i < 60; i++) {
            record(name, "A 198.51." + random.nextInt(100) + "." + i);
        }
    }

    private void several(String name) {
        record(name, "A 192.0.2." + random.nextInt(256));
        record(name, "MX " + random.nextInt(9) + " Mail.Odd.Example.");
        record(name, "SRV 0 0 53 NS1");
        record(name, "CAA 0 issue \"ca.test\"");
        record(name, "HTTPS 1 . alpn=h2");
    }

    private void record(String name, String data) {
        text.append(name).append(" IN ").append(data).append('\n');
    }
}
