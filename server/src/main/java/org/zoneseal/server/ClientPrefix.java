package org.zoneseal.server;

import java.net.InetAddress;

/**
 * The network that a client is in, as far as limits are concerned: an IPv4 /24, an IPv6 /56.
 *
 * @param bits the address's first bits, of IPv6 in the lower 56
 */
record ClientPrefix(boolean isIpv6, long bits) {

    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 7;

    static ClientPrefix of(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean six = bytes.length == 16;
        long bits = 0;
        for (int i = 0; i < (six ? IPV6_BYTES : IPV4_BYTES); i++) {
            bits = bits << 8 | bytes[i] & 0xff;
        }
        return new ClientPrefix(six, bits);
    }
}
