package org.zoneseal.server;

import java.util.zip.CRC32C;

/**
 * Reads the header that a proxy puts in front of a datagram or a connection (the PROXY protocol,
 * version 2); mutable, reused.
 *
 * <p>Strict, because what it says decides on access: signature, version, command, family and
 * transport must be known ones, the lengths must agree, extensions must fill what is left, and a
 * checksum among them must be right.
 */
final class ProxyHeader {

    /** Bytes up to and including the length of the rest. */
    static final int FIXED = 16;

    /** The longest header that is taken: addresses and some extensions. */
    static final int MAX = 1024;

    private static final byte[] SIGNATURE = {
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
    };

    private static final int COMMAND = 12;
    private static final int FAMILY = 13;
    private static final int LENGTH = 14;

    private static final int LOCAL = 0x20;
    private static final int PROXIED = 0x21;

    private static final int UNSPECIFIED = 0;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private static final int CHECKSUM = 3;
    private static final int EXTENSION_HEADER = 3;

    /** What the transport that a header stands in front of must be called in it. */
    enum Over {
        STREAMS(STREAM),
        DATAGRAMS(DATAGRAM);

        private final int code;

        Over(int code) {
            this.code = code;
        }
    }

    private final byte[] address = new byte[16];
    private int addressLength;
    private int port;

    /** Whether the header names a client; otherwise the proxy speaks for itself. */
    boolean namesClient() {
        return addressLength > 0;
    }

    /** 4 or 16 bytes of the client's address count. */
    byte[] address() {
        return address;
    }

    int addressLength() {
        return addressLength;
    }

    int port() {
        return port;
    }

    /** The length of the whole header by its first {@link #FIXED} bytes, or -1 if it is none. */
    static int lengthOf(byte[] bytes, int offset) {
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (bytes[offset + i] != SIGNATURE[i]) {
                return -1;
            }
        }
        int length = FIXED + u16(bytes, offset + LENGTH);
        return length <= MAX ? length : -1;
    }

    /** Reads a header; its length, or -1 if there is none or it is wrong. */
    int read(byte[] bytes, int offset, int available, Over over) {
        addressLength = 0;
        port = 0;
        if (available < FIXED) {
            return -1;
        }
        int length = lengthOf(bytes, offset);
        if (length < 0 || length > available) {
            return -1;
        }
        int command = bytes[offset + COMMAND] & 0xff;
        int family = (bytes[offset + FAMILY] & 0xff) >> 4;
        int transport = bytes[offset + FAMILY] & 0xf;
        int addresses = addressesLength(family, transport, over);
        if (command != LOCAL && command != PROXIED
                || addresses < 0
                || FIXED + addresses > length
                || !areExtensions(bytes, offset, offset + FIXED + addresses, offset + length)) {
            return -1;
        }
        if (command == PROXIED && addresses > 0) {
            take(bytes, offset + FIXED, family == IPV6 ? 16 : 4);
        }
        return length;
    }

    // Source, destination, source port, destination port.
    private static int addressesLength(int family, int transport, Over over) {
        if (family == UNSPECIFIED && transport == 0) {
            return 0;
        }
        if (transport != over.code) {
            return -1;
        }
        return switch (family) {
            case IPV4 -> 12;
            case IPV6 -> 36;
            default -> -1;
        };
    }

    private void take(byte[] bytes, int offset, int length) {
        boolean mapped = length == 16 && isMapped(bytes, offset);
        addressLength = mapped ? 4 : length;
        System.arraycopy(bytes, offset + length - addressLength, address, 0, addressLength);
        port = u16(bytes, offset + 2 * length);
    }

    // ::ffff:192.0.2.1 is an IPv4 client, and access rules name it so (RFC 4291 §2.5.5.2).
    private static boolean isMapped(byte[] bytes, int offset) {
        for (int i = 0; i < 10; i++) {
            if (bytes[offset + i] != 0) {
                return false;
            }
        }
        return bytes[offset + 10] == -1 && bytes[offset + 11] == -1;
    }

    private static boolean areExtensions(byte[] bytes, int start, int from, int end) {
        int at = from;
        while (at < end) {
            if (at + EXTENSION_HEADER > end) {
                return false;
            }
            int length = u16(bytes, at + 1);
            int next = at + EXTENSION_HEADER + length;
            if (next > end) {
                return false;
            }
            if (bytes[at] == CHECKSUM
                    && (length != Integer.BYTES
                            || !isChecksum(bytes, start, at + EXTENSION_HEADER, end))) {
                return false;
            }
            at = next;
        }
        return true;
    }

    // Over the whole header, the checksum itself taken as zeros.
    private static boolean isChecksum(byte[] bytes, int start, int at, int end) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, start, at - start);
        sum.update(new byte[Integer.BYTES]);
        sum.update(bytes, at + Integer.BYTES, end - at - Integer.BYTES);
        long expected = (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
        return sum.getValue() == expected;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
