package org.zoneseal.app.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Addresses as they stand in a configuration: literals, never names that something must look up.
 */
final class AddressText {

    private static final int LAST_PORT = 65535;

    private AddressText() {}

    /**
     * {@code 192.0.2.1}, {@code 192.0.2.1:5300}, {@code 2001:db8::1} or {@code [2001:db8::1]:5300}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static InetSocketAddress withPort(String text, int otherwise) {
        int colon = text.lastIndexOf(':');
        boolean isBracketed = text.startsWith("[");
        boolean hasPort =
                isBracketed ? text.indexOf("]:") >= 0 : colon >= 0 && text.indexOf(':') == colon;
        String address = hasPort ? text.substring(0, colon) : text;
        if (isBracketed && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        return new InetSocketAddress(
                literal(address, text),
                hasPort ? port(text.substring(colon + 1), text) : otherwise);
    }

    /** An address alone. */
    static InetAddress alone(String text) {
        return literal(text, text);
    }

    /** As {@link #withPort} reads it. */
    static String of(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static InetAddress literal(String address, String text) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
    }

    private static int port(String port, String text) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= LAST_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(text, e);
        }
        throw new IllegalArgumentException(
                "has the port " + port + " in '" + text + "'; ports go to " + LAST_PORT);
    }

    private static IllegalArgumentException refused(String text, Exception cause) {
        return new IllegalArgumentException(
                "has '"
                        + text
                        + "', which is no address; write it like 192.0.2.1, 192.0.2.1:5300 or"
                        + " [2001:db8::1]:5300",
                cause);
    }
}
