package org.zoneseal.interop.answer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A zone with everything that makes answering hard, from a seed, and the names to ask it for.
 *
 * <p>Each oddity, a <em>feature</em>, is a few records below a name of its own, whose first label
 * is the feature's name and a number; where that name hangs in the zone, and what is beside it, is
 * chance. Which feature a name meets is noted with it, so that a list of differences can say it.
 */
final class FeatureZone {

    static final String ORIGIN = "odd.example.";

    /** A second zone of the same servers. */
    static final String OTHER = "second.test.";

    /** A child zone of the same servers. */
    static final String CHILD = "kid.odd.example.";

    static final String REVERSE = "2.0.192.in-addr.arpa.";

    private static final String DS =
            " 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";

    private static final List<String> FEATURES =
            List.of(
                    "plain",
                    "ent",
                    "wild",
                    "wildent",
                    "wildmid",
                    "wildcname",
                    "wildloop",
                    "wilddeep",
                    "wildns",
                    "wilddname",
                    "wildcut",
                    "wildempty",
                    "cutin",
                    "cutsib",
                    "cutno",
                    "cutauth",
                    "cutdeep",
                    "cutsecure",
                    "dname",
                    "dnameout",
                    "dnameloop",
                    "dnameself",
                    "dnamelong",
                    "dnamehides",
                    "dnamesecond",
                    "cname",
                    "cnamechain",
                    "cnameout",
                    "cnameloop",
                    "cnameself",
                    "cnamenx",
                    "cnameent",
                    "cnamecut",
                    "cnamewild",
                    "cnamesecond",
                    "cnamesecondnx",
                    "cnamekid",
                    "cnamedname",
                    "cnamelong",
                    "case",
                    "escaped",
                    "long",
                    "big",
                    "unknown",
                    "servers");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> left = new HashSet<>();
    private final SequencedMap<String, String> names = new LinkedHashMap<>();
    private final List<String> parents = new ArrayList<>(List.of("", ".p", ".q.p", ".x.y.z"));

    /** The feature that is being made. */
    private String feature = "zone";

    private FeatureZone(long seed) {
        this.random = new Random(seed);
    }

    /**
     * What was made.
     *
     * @param text the zone {@link #ORIGIN}
     * @param features the feature that each name meets, for all names that are of interest; of some
     *     features a part, behind a slash
     */
    record Made(String text, SequencedMap<String, String> features) {

        Collection<String> names() {
            return features.keySet();
        }
    }

    static Made of(long seed) {
        return without(seed, Set.of());
    }

    /** The same zone without some features, which somebody refuses to load. */
    static Made without(long seed, Set<String> features) {
        FeatureZone zone = new FeatureZone(seed);
        zone.left.addAll(features);
        return zone.make();
    }

    /** The zone {@link #OTHER}. */
    static String other() {
        return """
        $TTL 1800
        @ SOA ns.second.test. host 7 7200 3600 1209600 600
        @ NS ns
        ns A 192.0.2.250
        www A 192.0.2.251
        www TXT "second"
        back CNAME plain0.odd.example.
        *.w A 192.0.2.252
        d DNAME dname0.odd.example.
        """;
    }

    /** The zone {@link #CHILD}. */
    static String child() {
        return """
        $TTL 900
        @ SOA ns.kid.odd.example. host 9 7200 3600 1209600 600
        @ NS ns
        @ MX 5 mail
        ns A 192.0.2.9
        mail A 192.0.2.10
        up CNAME plain0.odd.example.
        """;
    }

    /** The zone {@link #REVERSE}. */
    static String reverse() {
        return """
        $TTL 3600
        @ SOA ns1.odd.example. host.odd.example. 3 7200 3600 1209600 600
        @ NS ns1.odd.example.
        1 PTR ns1.odd.example.
        2 PTR plain0.odd.example.
        2 PTR www.second.test.
        3 CNAME 3.0-7
        0-7 NS ns.customer.test.
        64/26 NS ns.64/26
        ns.64/26 A 192.0.2.77
        """;
    }

    /** The feature that one of its parts belongs to. */
    static String whole(String feature) {
        return feature.split("/")[0];
    }

    private Made make() {
        text.append("$ORIGIN odd.example.\n$TTL 3600\n");
        text.append("@ IN SOA ns1 Host.Master 2026112200 7200 3600 1209600 900\n");
        add("", "NS ns1");
        add("", "NS ns.elsewhere.test.");
        add("", "MX 10 MAIL.odd.example.");
        add("", "TXT \"v=spf1 -all\"");
        add("ns1", "A 192.0.2.1");
        add("ns1", "AAAA 2001:db8::1");
        add("kid", "NS ns.kid");
        add("ns.kid", "A 192.0.2.9");
        add("kid", "DS 5" + DS);
        feature("plain", "plain0");
        feature("dname", "dname0");
        feature("ent", "ent0");
        feature("wild", "wild0");
        feature("cutin", "cutin0");
        for (String each : FEATURES) {
            feature(each, each + "1" + parents.get(random.nextInt(parents.size())));
        }
        feature = "zone";
        for (String zone : List.of("nope", "a.nope", "mail", "*", "zzzz", "p", "q.p", "y.z", "~")) {
            ask(zone);
        }
        askOthers();
        return new Made(text.toString(), Collections.unmodifiableSequencedMap(names));
    }

    private void askOthers() {
        names.put(OTHER, "second");
        askIn(OTHER, "second/name", "ns.", "www.", "nope.", "d.");
        askIn(OTHER, "second/wild", "w.", "q.w.", "*.w.");
        askIn(OTHER, "second/back", "back.");
        askIn(OTHER, "second/dname", "a.d.");
        askIn(CHILD, "kid", "", "ns.", "mail.", "nope.");
        askIn(CHILD, "kid/up", "up.");
        askIn(REVERSE, "reverse", "", "1.", "2.", "9.", "3.0-7.", "0-7.", "65.64/26.", "64/26.");
        askIn(REVERSE, "reverse/alias", "3.");
    }

    private void askIn(String zone, String aspect, String... prefixes) {
        for (String prefix : prefixes) {
            names.put(prefix + zone, aspect);
        }
    }

    private void feature(String name, String base) {
        feature = name;
        ask(base);
        ask("nope." + base);
        ask("a.nope." + base);
        switch (name) {
            case "plain" -> {
                add(base, "A 192.0.2." + random.nextInt(256));
                add(base, "AAAA 2001:db8::" + random.nextInt(9));
                add(base, "MX 5 ns1");
                add(base, "MX 7 mail.else.test.");
                add("_sip._tcp." + base, "SRV 0 0 5060 " + base);
                add(base, "CAA 0 issue \"ca.test\"");
                add(base, "HTTPS 1 . alpn=h2");
                ask("_tcp." + base);
            }
            case "ent" -> {
                add("deep.er." + base, "A 192.0.2.7");
                ask("er." + base);
                ask("nope.er." + base);
            }
            case "wild" -> {
                add("*." + base, "TXT \"wild\"");
                add("*." + base, "A 192.0.2.8");
                add("*." + base, "MX 1 mail." + base);
                add("here." + base, "A 192.0.2.9");
                ask("x.here." + base);
                ask("x.*." + base);
                ask("*.x." + base);
            }
            case "wildent" -> {
                add("sub.*." + base, "TXT \"below a wildcard\"");
                add("b." + base, "A 192.0.2.10");
                ask("*." + base);
                ask("x.*." + base);
                ask("x.b." + base);
            }
            case "wildmid" -> {
                add("a.*.b." + base, "A 192.0.2.11");
                add("*.b." + base, "TXT \"both\"");
                add("*.*.b." + base, "TXT \"twice\"");
                ask("b." + base);
                ask("q.b." + base);
                ask("a.q.b." + base);
                ask("z.*.b." + base);
            }
            case "wildcname" -> {
                add("*." + base, "CNAME target." + base);
                add("target." + base, "A 192.0.2.12");
            }
            case "wildloop" -> add("*." + base, "CNAME again." + base);
            case "wilddeep" -> {
                add("*." + base, "A 192.0.2.13");
                add("*.a." + base, "AAAA 2001:db8::13");
                add("b.c.a." + base, "A 192.0.2.14");
                ask("a." + base);
                ask("x.a." + base);
                ask("c.a." + base);
                ask("x.c.a." + base);
                ask("x.b.c.a." + base);
            }
            case "wildns" -> {
                add("*." + base, "NS ns.elsewhere.test.");
                ask("*." + base);
                ask("x.*." + base);
            }
            case "wilddname" -> {
                add("*." + base, "DNAME plain0");
                part("below", "x.*." + base);
            }
            case "wildcut" -> {
                add("*." + base, "A 192.0.2.15");
                add("cut." + base, "NS ns.cut." + base);
                add("ns.cut." + base, "A 192.0.2.16");
                add("*.cut." + base, "A 192.0.2.17");
                ask("x.cut." + base);
                ask("cut." + base);
                ask("ns.cut." + base);
            }
            case "wildempty" -> {
                add("*." + base, "A 192.0.2.28");
                cut("a.b." + base, false);
                ask("b." + base);
                ask("c.b." + base);
                ask("x.c.b." + base);
            }
            case "cutin" -> {
                cut(base, false);
                add("hidden.below." + base, "TXT \"occluded\"");
                add("below." + base, "NS ns.below." + base);
                add("dname." + base, "DNAME plain0");
                ask("below." + base);
                ask("hidden.below." + base);
                ask("x.dname." + base);
                ask("ns." + base);
            }
            case "cutsib" -> {
                add("one." + base, "NS ns.two." + base);
                add("one." + base, "NS ns1");
                add("two." + base, "NS ns.two." + base);
                add("ns.two." + base, "A 192.0.2.18");
                add("ns.two." + base, "AAAA 2001:db8::18");
                ask("x.two." + base);
                part("server", "one." + base, "x.one." + base);
                part("nope", "nope." + base, "a.nope." + base);
            }
            case "cutno" -> {
                add(base, "NS a.elsewhere.test.");
                add(base, "NS B.Elsewhere.Test.");
            }
            case "cutauth" -> {
                add(base, "NS ns1");
                add(base, "NS gone");
                add(base, "NS x.wild0");
            }
            case "cutdeep" -> {
                cut("d.e.f." + base, true);
                add("g." + base, "A 192.0.2.19");
                ask("x.d.e.f." + base);
                ask("d.e.f." + base);
                ask("e.f." + base);
                ask("x.e.f." + base);
            }
            case "cutsecure" -> {
                cut(base, true);
                add(base, "DS 6" + DS);
            }
            case "dname" -> {
                add(base, "DNAME plain0");
                add(base, "TXT \"beside a DNAME\"");
                part("below", "_tcp." + base, "_sip._tcp." + base);
                part("nope", "nope." + base, "a.nope." + base);
            }
            case "dnameout" -> add(base, "DNAME target.test.");
            case "dnameloop" -> {
                add("one." + base, "DNAME two." + base);
                add("two." + base, "DNAME one." + base);
                ask("x.one." + base);
                ask("x.two." + base);
            }
            case "dnameself" -> {
                add(base, "DNAME x." + base);
                part("below", "nope." + base, "a.nope." + base, "x." + base, "y.x." + base);
            }
            case "dnamelong" -> {
                String label = "l".repeat(60);
                add(base, "DNAME " + String.join(".", label, label, label, "target.test."));
                ask("k".repeat(30) + "." + base);
                ask("k".repeat(60) + "." + base);
            }
            case "dnamehides" -> {
                add(base, "DNAME ent0");
                add("under." + base, "A 192.0.2.20");
                add("*.wild." + base, "A 192.0.2.21");
                ask("under." + base);
                ask("x.wild." + base);
                ask("er." + base);
            }
            case "dnamesecond" -> {
                add(base, "DNAME second.test.");
                part("below", "nope." + base, "a.nope." + base, "www." + base);
                part("wild", "x.w." + base);
                part("back", "back." + base);
            }
            case "cname" -> add(base, "CNAME plain0");
            case "cnamechain" -> {
                add(base, "CNAME a." + base);
                add("a." + base, "CNAME b." + base);
                add("b." + base, "CNAME plain0");
            }
            case "cnameout" -> add(base, "CNAME www.elsewhere.test.");
            case "cnameloop" -> {
                add("one." + base, "CNAME two." + base);
                add("two." + base, "CNAME one." + base);
                ask("one." + base);
            }
            case "cnameself" -> add(base, "CNAME " + base);
            case "cnamenx" -> add(base, "CNAME nope." + base);
            case "cnameent" -> add(base, "CNAME ent0");
            case "cnamecut" -> add(base, "CNAME www.cutin0");
            case "cnamewild" -> add(base, "CNAME any.wild0");
            case "cnamesecond" -> add(base, "CNAME www.second.test.");
            case "cnamesecondnx" -> add(base, "CNAME nope.second.test.");
            case "cnamekid" -> add(base, "CNAME mail.kid");
            case "cnamedname" -> add(base, "CNAME x.dname0");
            case "cnamelong" -> {
                for (int i = 0; i < 20; i++) {
                    add("c" + i + "." + base, "CNAME c" + (i + 1) + "." + base);
                }
                add("c20." + base, "A 192.0.2.22");
                for (int i = 0; i < 5; i++) {
                    part("cut", "c" + i + "." + base);
                }
            }
            case "case" -> {
                add("WwW." + base, "A 192.0.2.23");
                add("www." + base, "MX 3 Mail." + base);
                add("mAIL." + base, "AAAA 2001:DB8::23");
                ask("wwW." + base);
                ask("MAIL." + base);
            }
            case "escaped" -> {
                add("x\\.y." + base, "A 192.0.2.24");
                add("\\000." + base, "A 192.0.2.25");
                add("\\255\\001." + base, "TXT \"\\000\\255\"");
                add("sp\\032ace." + base, "CNAME x\\.y." + base);
                ask("y." + base);
                ask("\\001." + base);
            }
            case "long" -> {
                String label = "m".repeat(63);
                add(label + "." + base, "A 192.0.2.26");
                String full = String.join(".", label, "n".repeat(63), "o".repeat(40), base);
                add(full, "TXT \"long\"");
                ask("x." + label + "." + base);
                ask("o".repeat(40) + "." + base);
            }
            case "big" -> {
                for (int i = 0; i < 60; i++) {
                    add(base, "A 198.51.100." + i);
                    add(base, "MX " + i + " mail" + i + "." + base);
                }
                for (int i = 0; i < 9; i++) {
                    add("txt." + base, "TXT \"" + ("" + i).repeat(250) + "\"");
                }
            }
            case "unknown" -> {
                add(base, "TYPE65280 \\# 3 " + (100_000 + random.nextInt(900_000)));
                add(base, "TYPE65280 \\# 0");
                add(base, "HINFO \"a\" \"b\"");
            }
            case "servers" -> {
                add(base, "NS a." + base);
                add(base, "NS b." + base);
                add(base, "NS c.kid");
                add("a." + base, "A 192.0.2.27");
                add("b." + base, "AAAA 2001:db8::27");
            }
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void cut(String name, boolean isSecure) {
        add(name, "NS ns." + name);
        add(name, "NS NS.Elsewhere.Test.");
        add("ns." + name, "A 192.0.2.9");
        add("ns." + name, "AAAA 2001:DB8::9");
        if (isSecure) {
            add(name, "DS " + random.nextInt(65_536) + DS);
        }
    }

    /** Asks for a name, and if it is a wildcard's own as a part of the feature. */
    private void ask(String name) {
        names.putIfAbsent(full(name), name.startsWith("*.") ? feature + "/star" : feature);
    }

    /** Asks for names that are answered in a way of their own. */
    private void part(String part, String... of) {
        for (String name : of) {
            names.put(full(name), feature + "/" + part);
        }
    }

    private static String full(String name) {
        return name.isEmpty() ? ORIGIN : name + "." + ORIGIN;
    }

    private void add(String name, String data) {
        ask(name);
        if (left.contains(feature)) {
            return;
        }
        text.append(name.isEmpty() ? "@" : name).append(" IN ").append(data).append('\n');
    }
}
