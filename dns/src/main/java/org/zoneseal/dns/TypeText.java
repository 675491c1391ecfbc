package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;

/** Record types in presentation form: mnemonics, and TYPEnnn for those without (RFC 3597 §5). */
final class TypeText {

    private static final Mnemonics TYPES = new Mnemonics();
    private static final byte[][] TEXT = new byte[65536][];

    static {
        String[] first =
                ("A NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP AFSDB X25 ISDN"
                                + " RT NSAP NSAP-PTR SIG KEY PX GPOS AAAA LOC NXT EID NIMLOC SRV"
                                + " ATMA NAPTR KX CERT A6 DNAME SINK OPT APL DS SSHFP IPSECKEY"
                                + " RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA ? HIP"
                                + " NINFO RKEY TALINK CDS CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB"
                                + " HTTPS DSYNC HHIT BRID")
                        .split(" ");
        for (int i = 0; i < first.length; i++) {
            add(first[i], i + 1);
        }
        String[] second = "SPF UINFO UID GID UNSPEC NID L32 L64 LP EUI48 EUI64".split(" ");
        for (int i = 0; i < second.length; i++) {
            add(second[i], 99 + i);
        }
        String[] third =
                "TKEY TSIG IXFR AXFR MAILB MAILA ANY URI CAA AVC DOA AMTRELAY RESINFO WALLET CLA IPN"
                        .split(" ");
        for (int i = 0; i < third.length; i++) {
            add(third[i], 249 + i);
        }
        add("NXNAME", 128);
        add("TA", 32768);
        add("DLV", 32769);
    }

    private TypeText() {}

    private static void add(String word, int type) {
        if (!word.equals("?")) {
            TYPES.add(word, type);
            TEXT[type] = word.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The type that a token names, or -1. */
    static int find(byte[] text, int from, int to) {
        int type = TYPES.find(text, from, to);
        return type >= 0 ? type : numbered(text, from, to, "TYPE");
    }

    /** The number in a token like {@code TYPE65280}, or -1. */
    static int numbered(byte[] text, int from, int to, String prefix) {
        int digits = from + prefix.length();
        if (to <= digits || to > digits + 5) {
            return -1;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if ((text[from + i] & 0xdf) != prefix.charAt(i)) {
                return -1;
            }
        }
        int value = 0;
        for (int i = digits; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            value = value * 10 + text[i] - '0';
        }
        return value <= 0xffff ? value : -1;
    }

    /** The text of a type, not to be changed. */
    static byte[] of(int type) {
        byte[] known = TEXT[type];
        return known != null ? known : ("TYPE" + type).getBytes(StandardCharsets.US_ASCII);
    }
}
