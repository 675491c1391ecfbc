package org.zoneseal.client;

import java.nio.file.Path;

/** Where a software HSM listens: {@code unix:/path} or {@code tls:host:port}. */
public sealed interface HsmAddress {

    /** A Unix socket: the system says who the peer is. */
    record UnixSocket(Path path) implements HsmAddress {

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** TLS 1.3 with client certificates. */
    record Tls(String host, int port) implements HsmAddress {

        @Override
        public String toString() {
            return "tls:" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Reads an address as an operator writes it; IPv6 addresses stand in brackets.
     *
     * @throws IllegalArgumentException with a sentence that says what is expected
     */
    static HsmAddress parse(String text) {
        if (text.startsWith("unix:") && text.length() > "unix:".length()) {
            return new UnixSocket(Path.of(text.substring("unix:".length())));
        }
        if (text.startsWith("tls:")) {
            return parseTls(text);
        }
        throw unknown(text);
    }

    private static Tls parseTls(String text) {
        String rest = text.substring("tls:".length());
        int colon = rest.lastIndexOf(':');
        if (colon <= 0) {
            throw unknown(text);
        }
        String host = rest.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.contains(":") != bracketed) {
            throw unknown(text);
        }
        return new Tls(
                bracketed ? host.substring(1, host.length() - 1) : host,
                port(text, rest.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(unknown(text).getMessage(), e);
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "\""
                        + text
                        + "\" is no address of an HSM: unix:/path or tls:host:port is expected");
    }
}
