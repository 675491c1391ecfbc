package org.zoneseal.dns;

import java.util.Arrays;

/**
 * The values of one kind of service parameter (RFC 9460 §7, §14.3.2; RFC 9461 §5; RFC 9540 §4). As
 * with {@link Field}, a kind reads, checks and writes; the table of keys is at the end.
 */
abstract sealed class SvcParam {

    static final int MANDATORY = 0;
    static final int ALPN = 1;
    static final int NO_DEFAULT_ALPN = 2;

    static final SvcParam OPAQUE = new Bytes(0);

    private static final SvcParam[] BY_KEY = {
        new Keys(),
        new Protocols(),
        new Empty(),
        new Numbers(1),
        new Addresses(4),
        new Base64(),
        new Addresses(16),
        new Bytes(1),
        new Empty(),
        new Numbers(Integer.MAX_VALUE)
    };
    private static final String[] NAMES = {
        "mandatory",
        "alpn",
        "no-default-alpn",
        "port",
        "ipv4hint",
        "ech",
        "ipv6hint",
        "dohpath",
        "ohttp",
        "tls-supported-groups"
    };
    private static final byte[] GENERIC = {'k', 'e', 'y'};
    private static final Mnemonics KEYS = new Mnemonics();

    static {
        for (int key = 0; key < NAMES.length; key++) {
            KEYS.add(NAMES[key], key);
        }
    }

    /** The key that a text names, or -1. */
    static int key(byte[] text, int from, int to) {
        int key = KEYS.find(text, from, to);
        return key >= 0 ? key : numbered(text, from, to);
    }

    private static int numbered(byte[] text, int from, int to) {
        int digits = from + GENERIC.length;
        if (to <= digits
                || to > digits + 5
                || !WireNames.equalsIgnoreCase(text, from, GENERIC, 0, GENERIC.length)) {
            return -1;
        }
        int key = 0;
        for (int i = digits; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            key = key * 10 + text[i] - '0';
        }
        return key <= 65535 ? key : -1;
    }

    static String name(int key) {
        return key < NAMES.length ? NAMES[key] : "key" + key;
    }

    static SvcParam of(int key) {
        return key < BY_KEY.length ? BY_KEY[key] : OPAQUE;
    }

    /** Reads the value in the current token; returns the offset behind what was stored. */
    abstract int read(ZoneScanner in, int from, int to, byte[] out, int at);

    abstract void check(byte[] rdata, int at, int end);

    abstract void write(byte[] rdata, int at, int end, TextOutput out);

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidRdataException(otherwise);
        }
    }

    /** The offset of the comma that ends the item at {@code from}, or {@code to}. */
    private static int itemEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != ',') {
            at++;
        }
        return at;
    }

    /** Keys that a client must know (RFC 9460 §8): ascending, not the list's own. */
    private static final class Keys extends SvcParam {

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            int[] keys = new int[(to - from) / 2 + 1];
            int count = 0;
            for (int i = from; i <= to; ) {
                int end = itemEnd(in.bytes, i, to);
                keys[count] = key(in.bytes, i, end);
                if (keys[count++] <= 0) {
                    throw in.problem("other keys, between commas");
                }
                i = end + 1;
            }
            Arrays.sort(keys, 0, count);
            int put = at;
            for (int i = 0; i < count; i++) {
                if (i > 0 && keys[i] == keys[i - 1]) {
                    throw in.problem("each mandatory key once");
                }
                Field.room(in, put, 2);
                put = NumberField.store(keys[i], 2, out, put);
            }
            return put;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(end > at && (end - at) % 2 == 0, "mandatory is no list of keys");
            long last = 0;
            for (int i = at; i < end; i += 2) {
                long key = NumberField.load(rdata, i, 2);
                require(key > last, "mandatory does not ascend, or names itself");
                last = key;
            }
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {
            for (int i = at; i < end; i += 2) {
                if (i > at) {
                    out.put(',');
                }
                out.put(name((int) NumberField.load(rdata, i, 2)));
            }
        }
    }

    /** Protocol identifiers (RFC 9460 §7.1), each behind a length byte. */
    private static final class Protocols extends SvcParam {

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            String expected = "protocols of 1 to 255 bytes, between commas";
            Field.room(in, at, (to - from) / 4 + 2);
            int textEnd = EscapedText.decode(in, from, to, out, at + 1, out.length - at - 1);
            if (textEnd < 0) {
                throw in.problem(expected);
            }
            int length = at;
            int put = at + 1;
            for (int i = at + 1; i <= textEnd; i++) {
                if (i == textEnd || out[i] == ',') {
                    int size = put - length - 1;
                    if (size < 1 || size > 255) {
                        throw in.problem(expected);
                    }
                    out[length] = (byte) size;
                    length = put++;
                    continue;
                }
                if (out[i] == '\\' && ++i == textEnd) {
                    throw in.problem("what the backslash escapes");
                }
                out[put++] = out[i];
            }
            return length;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(end > at, "alpn is empty");
            for (int i = at; i < end; ) {
                require(rdata[i] != 0, "a protocol of alpn is empty");
                i = Field.fixed(i + 1, rdata[i] & 0xff, end, "alpn");
            }
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {
            out.put('"');
            for (int i = at; i < end; ) {
                int behind = i + 1 + (rdata[i] & 0xff);
                if (i > at) {
                    out.put(',');
                }
                for (int k = i + 1; k < behind; k++) {
                    if (rdata[k] == ',' || rdata[k] == '\\') {
                        out.put("\\\\");
                    }
                    EscapedText.write(rdata, k, k + 1, out);
                }
                i = behind;
            }
            out.put('"');
        }
    }

    private static final class Empty extends SvcParam {

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            if (from < to) {
                throw in.problem("no value for this key");
            }
            return at;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(at == end, "a key without value has one");
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {}
    }

    /** Numbers of two bytes, each once: a port, or TLS groups in the order of preference. */
    private static final class Numbers extends SvcParam {

        private final int most;

        Numbers(int most) {
            this.most = most;
        }

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            int put = at;
            int count = 0;
            for (int i = from; i <= to; ) {
                int end = itemEnd(in.bytes, i, to);
                int value = i == end ? -1 : 0;
                for (int k = i; k < end && value >= 0; k++) {
                    int digit = in.bytes[k] - '0';
                    value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
                    value = value > 65535 ? -1 : value;
                }
                if (value < 0 || ++count > most) {
                    throw in.problem("a number up to 65535");
                }
                Field.room(in, put, 2);
                put = NumberField.store(value, 2, out, put);
                i = end + 1;
            }
            return put;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(end > at && (end - at) % 2 == 0, "a number takes two bytes");
            require((end - at) / 2 <= most, "more than one port");
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {
            for (int i = at; i < end; i += 2) {
                if (i > at) {
                    out.put(',');
                }
                out.putNumber(NumberField.load(rdata, i, 2));
            }
        }
    }

    private static final class Addresses extends SvcParam {

        private final int size;

        Addresses(int size) {
            this.size = size;
        }

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            int put = at;
            for (int i = from; i <= to; ) {
                int end = itemEnd(in.bytes, i, to);
                Field.room(in, put, size);
                boolean read =
                        size == 4
                                ? AddressText.parse4(in.bytes, i, end, out, put)
                                : AddressText.parse6(in.bytes, i, end, out, put);
                if (!read) {
                    throw in.problem(
                            size == 4
                                    ? "IPv4 addresses, between commas"
                                    : "IPv6 addresses, between commas");
                }
                put += size;
                i = end + 1;
            }
            return put;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(end > at && (end - at) % size == 0, "an address is cut short");
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {
            for (int i = at; i < end; i += size) {
                if (i > at) {
                    out.put(',');
                }
                if (size == 4) {
                    AddressText.write4(rdata, i, out);
                } else {
                    AddressText.write6(rdata, i, out);
                }
            }
        }
    }

    private static final class Base64 extends SvcParam {

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            int behind = Base64Field.decodeToken(in, from, to, out, at, "base64");
            if (behind == at) {
                throw in.problem("a value in base64");
            }
            return behind;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(end > at, "ech is empty");
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {
            Base64Field.encode(rdata, at, end, out);
        }
    }

    private static final class Bytes extends SvcParam {

        private final int least;

        Bytes(int least) {
            this.least = least;
        }

        @Override
        int read(ZoneScanner in, int from, int to, byte[] out, int at) {
            int behind = EscapedText.decode(in, from, to, out, at, out.length - at);
            if (behind < 0 || behind - at < least) {
                throw in.problem(behind < 0 ? "at most 65535 bytes" : "a value for this key");
            }
            return behind;
        }

        @Override
        void check(byte[] rdata, int at, int end) {
            require(end - at >= least, "a value is empty");
        }

        @Override
        void write(byte[] rdata, int at, int end, TextOutput out) {
            EscapedText.writeQuoted(rdata, at, end, out);
        }
    }
}
