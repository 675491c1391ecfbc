package org.zoneseal.dns;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Valid record data of every type, made up from a seed.
 *
 * <p>The shapes are written down here a second time, straight from each type's RFC: what they are
 * tested against must not be what makes them.
 */
final class RecordGenerator {

    private static final int[] TYPES =
            Arrays.stream(RecordTypes.registered())
                    .filter(type -> !RecordTypes.isMeta(type))
                    .toArray();

    private final SeededGenerator generator;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RecordGenerator(SeededGenerator generator) {
        this.generator = generator;
    }

    /** Every registered type that a zone can hold, ascending. */
    static IntStream types() {
        return Arrays.stream(TYPES);
    }

    /** Uncompressed wire form of a type's data. */
    byte[] rdata(int type) {
        out.reset();
        write(type);
        return out.toByteArray();
    }

    private void write(int type) {
        switch (type) {
            case RecordType.A -> any(4);
            case RecordType.AAAA -> ipv6();
            case RecordType.NS,
                    RecordType.MD,
                    RecordType.MF,
                    RecordType.CNAME,
                    RecordType.MB,
                    RecordType.MG,
                    RecordType.MR,
                    RecordType.PTR,
                    RecordType.NSAP_PTR,
                    RecordType.DNAME ->
                    name();
            case RecordType.SOA -> {
                names(2);
                numbers(32, 5);
            }
            case RecordType.MINFO, RecordType.RP, RecordType.TALINK -> names(2);
            case RecordType.MX, RecordType.AFSDB, RecordType.RT, RecordType.KX, RecordType.LP -> {
                number(16);
                name();
            }
            case RecordType.PX -> {
                number(16);
                names(2);
            }
            case RecordType.SRV -> {
                numbers(16, 3);
                name();
            }
            case RecordType.HINFO -> {
                string();
                string();
            }
            case RecordType.ISDN -> {
                digits(1, 15);
                if (generator.onceIn(2)) {
                    digits(1, 4);
                }
            }
            case RecordType.X25 -> digits(4, 15);
            case RecordType.TXT,
                    RecordType.SPF,
                    RecordType.NINFO,
                    RecordType.AVC,
                    RecordType.RESINFO,
                    RecordType.WALLET,
                    RecordType.CLA ->
                    strings();
            case RecordType.GPOS -> {
                decimal(90);
                decimal(180);
                decimal(8000);
            }
            case RecordType.WKS -> wks();
            case RecordType.NSAP, RecordType.EID, RecordType.NIMLOC -> some(1, 20);
            case RecordType.ATMA -> atma();
            case RecordType.LOC -> loc();
            case RecordType.NXT -> nxt();
            case RecordType.NAPTR -> naptr();
            case RecordType.CERT -> {
                numbers(16, 2);
                number(8);
                some(1, 60);
            }
            case RecordType.A6 -> a6();
            case RecordType.SINK -> {
                numbers(8, 3);
                some(0, 40);
            }
            case RecordType.APL -> apl();
            case RecordType.DS, RecordType.CDS, RecordType.DLV, RecordType.TA -> digest();
            case RecordType.SSHFP -> sshfp();
            case RecordType.IPSECKEY -> ipseckey();
            case RecordType.SIG, RecordType.RRSIG -> signature();
            case RecordType.NSEC -> {
                name();
                bitmap();
            }
            case RecordType.KEY -> key(generator.below(0xc000));
            case RecordType.DNSKEY, RecordType.CDNSKEY, RecordType.RKEY ->
                    key((int) generator.unsigned(16));
            case RecordType.DHCID, RecordType.OPENPGPKEY, RecordType.HHIT, RecordType.BRID ->
                    some(3, 80);
            case RecordType.NSEC3 -> {
                nsec3param();
                put(20);
                any(20);
                bitmap();
            }
            case RecordType.NSEC3PARAM -> nsec3param();
            case RecordType.TLSA, RecordType.SMIMEA -> {
                numbers(8, 3);
                some(1, 64);
            }
            case RecordType.HIP -> hip();
            case RecordType.CSYNC -> {
                number(32);
                number(16);
                bitmap();
            }
            case RecordType.ZONEMD -> {
                number(32);
                put(1);
                int algorithm = generator.oneOf(1, 2, 240);
                put(algorithm);
                any(algorithm == 1 ? 48 : algorithm == 2 ? 64 : generator.between(12, 70));
            }
            case RecordType.SVCB, RecordType.HTTPS -> svcb();
            case RecordType.DSYNC -> {
                put16(generator.oneOf(RecordType.CDS, RecordType.CSYNC, 65280));
                put(generator.oneOf(1, 129));
                number(16);
                name();
            }
            case RecordType.NID, RecordType.L64 -> {
                number(16);
                any(8);
            }
            case RecordType.L32 -> {
                number(16);
                any(4);
            }
            case RecordType.EUI48 -> any(6);
            case RecordType.EUI64, RecordType.IPN -> any(8);
            case RecordType.URI -> {
                numbers(16, 2);
                text(1, 60);
            }
            case RecordType.CAA -> caa();
            case RecordType.DOA -> {
                numbers(32, 2);
                number(8);
                string();
                some(0, 60);
            }
            case RecordType.AMTRELAY -> amtrelay();
            default -> some(0, 40);
        }
    }

    private void put(int value) {
        out.write(value);
    }

    private void put16(int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private void number(int bits) {
        long value = generator.unsigned(bits);
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
    }

    private void numbers(int bits, int count) {
        for (int i = 0; i < count; i++) {
            number(bits);
        }
    }

    private void any(int count) {
        out.writeBytes(generator.bytes(count));
    }

    private void some(int least, int most) {
        any(generator.between(least, most));
    }

    private void name() {
        Name name = generator.onceIn(10) ? Name.ROOT : generator.name();
        out.writeBytes(name.toWire());
    }

    private void names(int count) {
        for (int i = 0; i < count; i++) {
            name();
        }
    }

    /** A character-string of any bytes. */
    private void string() {
        int length = generator.onceIn(10) ? generator.oneOf(0, 255) : generator.between(1, 12);
        put(length);
        text(length, length);
    }

    private void strings() {
        for (int i = generator.between(1, 4); i > 0; i--) {
            string();
        }
    }

    /** Bytes of which half have a meaning in zone files. */
    private void text(int least, int most) {
        int length = generator.between(least, most);
        while (length > 0) {
            byte[] part = generator.label();
            int count = Math.min(part.length, length);
            out.write(part, 0, count);
            length -= count;
        }
    }

    private void digits(int least, int most) {
        int length = generator.between(least, most);
        put(length);
        for (int i = 0; i < length; i++) {
            put('0' + generator.below(10));
        }
    }

    private void decimal(int bound) {
        String text =
                (generator.onceIn(2) ? "-" : "")
                        + generator.below(bound)
                        + (generator.onceIn(2) ? "." + generator.below(100_000) : "");
        put(text.length());
        text.chars().forEach(this::put);
    }

    private void ipv6() {
        byte[] address = generator.bytes(16);
        for (int i = 0; i < 16; i += 2) {
            if (generator.onceIn(2)) {
                address[i] = 0;
                address[i + 1] = (byte) generator.below(2);
            }
        }
        if (generator.onceIn(8)) {
            Arrays.fill(address, 0, 10, (byte) 0);
            address[10] = (byte) 0xff;
            address[11] = (byte) 0xff;
        }
        out.writeBytes(address);
    }

    /** RFC 1035 §3.4.2; no zero byte ends the bitmap. */
    private void wks() {
        any(4);
        put(generator.oneOf(6, 17));
        int length = generator.below(20);
        any(length);
        if (length > 0) {
            put(1 + generator.below(255));
        }
    }

    /** ATM Forum AF-DANS-0152: an end system address (0) or a telephone number (1). */
    private void atma() {
        if (generator.onceIn(2)) {
            put(0);
            any(20);
        } else {
            put(1);
            for (int i = generator.between(3, 15); i > 0; i--) {
                put('0' + generator.below(10));
            }
        }
    }

    /** RFC 1876 §2. */
    private void loc() {
        put(0);
        for (int i = 0; i < 3; i++) {
            put(generator.between(1, 9) << 4 | generator.below(10));
        }
        number32(1L << 31, 90 * 3_600_000L);
        number32(1L << 31, 180 * 3_600_000L);
        number(32);
    }

    private void number32(long middle, long most) {
        long distance = generator.onceIn(8) ? most : generator.unsigned(40) % (most + 1);
        long value = middle > 0 && generator.onceIn(2) ? middle - distance : middle + distance;
        put16((int) (value >> 16));
        put16((int) value);
    }

    /** RFC 2535 §5.2: bits for the types below 128. */
    private void nxt() {
        name();
        BitSet types = new BitSet();
        for (int i = generator.between(1, 6); i > 0; i--) {
            types.set(generator.between(1, 127));
        }
        byte[] bits = new byte[types.length() / 8 + (types.length() % 8 == 0 ? 0 : 1)];
        types.stream().forEach(bit -> bits[bit / 8] |= (byte) (0x80 >> bit % 8));
        out.writeBytes(bits);
    }

    /** RFC 4034 §4.1.2. */
    private void bitmap() {
        BitSet types = new BitSet();
        for (int i = generator.below(12); i > 0; i--) {
            types.set(
                    generator.onceIn(4)
                            ? generator.between(1, 65535)
                            : TYPES[generator.below(TYPES.length)]);
        }
        for (int window = 0; window < 256; window++) {
            BitSet in = types.get(window * 256, window * 256 + 256);
            if (!in.isEmpty()) {
                byte[] bits = new byte[(in.length() + 7) / 8];
                in.stream().forEach(bit -> bits[bit / 8] |= (byte) (0x80 >> bit % 8));
                put(window);
                put(bits.length);
                out.writeBytes(bits);
            }
        }
    }

    private void naptr() {
        numbers(16, 2);
        String flags = generator.oneOf("", "S", "A", "U", "P", "s");
        put(flags.length());
        flags.chars().forEach(this::put);
        string();
        string();
        name();
    }

    /** RFC 2874 §3.1: padding bits are zero, and there is a name only behind a prefix. */
    private void a6() {
        int prefix = generator.oneOf(0, 128, generator.below(129));
        put(prefix);
        int suffixBytes = (128 - prefix + 7) / 8;
        byte[] suffix = generator.bytes(suffixBytes);
        if (suffixBytes > 0) {
            suffix[0] &= (byte) (0xff >> prefix % 8);
        }
        out.writeBytes(suffix);
        if (prefix > 0) {
            name();
        }
    }

    /** RFC 3123 §4: trailing zero bytes are left out. */
    private void apl() {
        for (int i = generator.below(5); i > 0; i--) {
            boolean four = generator.onceIn(2);
            put16(four ? 1 : 2);
            put(generator.below(four ? 33 : 129));
            int length = generator.below(four ? 5 : 17);
            put((generator.onceIn(2) ? 0x80 : 0) | length);
            if (length > 0) {
                any(length - 1);
                put(1 + generator.below(255));
            }
        }
    }

    /** A KEY with its two highest bits set would have no key (RFC 2535 §3.1.2). */
    private void key(int flags) {
        put16(flags);
        put(3);
        put(generator.oneOf(5, 7, 8, 10, 13, 14, 15, 16, 253));
        some(1, 260);
    }

    private void digest() {
        number(16);
        put(generator.oneOf(5, 8, 13, 15));
        int type = generator.oneOf(1, 2, 4);
        put(type);
        any(type == 1 ? 20 : type == 2 ? 32 : 48);
    }

    private void sshfp() {
        put(generator.oneOf(1, 2, 3, 4, 6));
        int type = generator.oneOf(1, 2);
        put(type);
        any(type == 1 ? 20 : 32);
    }

    /** RFC 4025 §2. */
    private void ipseckey() {
        number(8);
        int gateway = generator.below(4);
        put(gateway);
        boolean key = generator.onceIn(2);
        put(key ? generator.oneOf(1, 2, 3) : 0);
        gateway(gateway);
        if (key) {
            some(1, 60);
        }
    }

    /** RFC 8777 §4. */
    private void amtrelay() {
        number(8);
        int type = generator.below(4);
        put((generator.onceIn(2) ? 0x80 : 0) | type);
        gateway(type);
    }

    private void gateway(int type) {
        switch (type) {
            case 1 -> any(4);
            case 2 -> ipv6();
            case 3 -> name();
            default -> {}
        }
    }

    private void signature() {
        put16(TYPES[generator.below(TYPES.length)]);
        put(generator.oneOf(5, 8, 13, 15));
        put(generator.below(10));
        number32(0, 0x7fffffffL);
        put16(generator.between(0x3000, 0x7fff));
        number(16);
        put16(generator.between(0x3000, 0x7fff));
        number(16);
        number(16);
        name();
        some(1, 260);
    }

    private void nsec3param() {
        put(1);
        put(generator.below(2));
        number(16);
        int salt = generator.oneOf(0, 0, 8, 255);
        put(salt);
        any(salt);
    }

    /** RFC 8005 §5. */
    private void hip() {
        int hit = 16;
        int key = generator.between(1, 100);
        put(hit);
        put(generator.oneOf(1, 2, 3));
        put16(key);
        any(hit);
        any(key);
        names(generator.below(4));
    }

    private void caa() {
        put(generator.oneOf(0, 128, 1));
        byte[] tag =
                "issuewild2"
                        .substring(0, generator.between(1, 10))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        put(tag.length);
        out.writeBytes(tag);
        text(0, 60);
    }

    /** RFC 9460 §2.2: parameters ascend. */
    private void svcb() {
        if (generator.onceIn(4)) {
            put16(0);
            name();
            return;
        }
        put16(generator.between(1, 65535));
        name();
        boolean alpn = generator.onceIn(2);
        if (generator.onceIn(6)) {
            mandatory();
            alpn = true;
        }
        if (alpn) {
            parameter(1, alpn());
        }
        if (alpn && generator.onceIn(3)) {
            parameter(2, new byte[0]);
        }
        if (generator.onceIn(2)) {
            parameter(3, generator.bytes(2));
        }
        if (generator.onceIn(2)) {
            parameter(4, generator.bytes(4 * generator.between(1, 3)));
        }
        if (generator.onceIn(4)) {
            parameter(5, generator.bytes(generator.between(1, 40)));
        }
        if (generator.onceIn(2)) {
            parameter(6, generator.bytes(16 * generator.between(1, 3)));
        }
        if (generator.onceIn(4)) {
            parameter(generator.between(100, 65279), generator.bytes(generator.below(20)));
        }
    }

    /** Names the parameter that always follows it here. */
    private void mandatory() {
        parameter(0, new byte[] {0, 1});
    }

    private byte[] alpn() {
        ByteArrayOutputStream ids = new ByteArrayOutputStream();
        for (int i = generator.between(1, 3); i > 0; i--) {
            byte[] id =
                    generator.onceIn(3)
                            ? generator.label()
                            : generator.hostLabel(generator.between(1, 5));
            ids.write(id.length);
            ids.writeBytes(id);
        }
        return ids.toByteArray();
    }

    private void parameter(int key, byte[] value) {
        put16(key);
        put16(value.length);
        out.writeBytes(value);
    }
}
